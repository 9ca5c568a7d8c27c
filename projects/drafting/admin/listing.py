from django.contrib import admin

from projects.admin.base import SeenOnlyAdmin
from projects.drafting.admin import importing, list_sheets, unit_call
from projects.drafting.admin.answering import AnswerPage, CommentPage
from projects.drafting.admin.approving import ApprovalPage, minutes_page
from projects.drafting.admin.calls import CallsPage, call_notice
from projects.drafting.admin.candidates import CandidatePage, CandidatesPage
from projects.drafting.admin.checking import CheckPage, PiecePage
from projects.drafting.admin.consulting import ConsultationsPage
from projects.drafting.admin.correcting import DecidePage, ProposePage
from projects.drafting.admin.course import CoursePage
from projects.drafting.admin.issuing import IssuePage, PreviewPage, UnitsPage
from projects.drafting.admin.list_acts import AddPage, DescribePage, DropPage, TakeAll, TextPage
from projects.drafting.admin.opinions import OpinionsPage
from projects.drafting.admin.papers import PaperPage
from projects.drafting.admin.piece_acts import HistoryPage, PieceAct
from projects.drafting.admin.proposals import EnterPage, ProposalPage, ProposalsPage
from projects.drafting.admin.starting import AdditionPage, NextYearPage, StartPage
from projects.drafting.admin.unit_call import UnitCallPage
from projects.drafting.admin.upper import UpperPage
from projects.drafting.admin.versions import DraftsPage
from projects.drafting.admin.wording import CarryPage, WordsPage
from projects.drafting.models import Drafting, TextCorrection


class OfDrafters(SeenOnlyAdmin):
    """Seen by the role that drafts."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("drafting.draft")

    def has_module_permission(self, request):
        return request.user.has_perm("drafting.draft")


@admin.register(Drafting)
class DraftingAdmin(OfDrafters):
    """清单编制: every step has its page."""

    list_display = ["year", "title", "origin", "state", "document_number", "started_by"]
    list_display_links = ["year", "title"]
    list_filter = ["state", "origin"]
    list_select_related = ["started_by"]
    change_list_template = "admin/drafting/list.html"
    change_page = CheckPage
    pages = [
        ("start/", StartPage, "drafting_start"),
        ("from/<int:year>/", NextYearPage, "drafting_from"),
        ("add-to/<int:year>/", AdditionPage, "drafting_addition"),
        ("<int:pk>/describe/", DescribePage, "drafting_describe"),
        ("<int:pk>/text/", TextPage, "drafting_text"),
        ("<int:pk>/take/", TakeAll, "drafting_take_all"),
        ("<int:pk>/add/", AddPage, "drafting_add"),
        ("<int:pk>/upper/", UpperPage, "drafting_upper"),
        ("<int:pk>/drafts/", DraftsPage, "drafting_drafts"),
        ("<int:pk>/consultations/", ConsultationsPage, "drafting_consultations"),
        ("<int:pk>/opinions/", OpinionsPage, "drafting_opinions"),
        ("<int:pk>/approval/", ApprovalPage, "drafting_approval"),
        ("<int:pk>/sheets/<slug:what>/", list_sheets.sheet_out, "drafting_list_sheet"),
        ("<int:pk>/sheets/<slug:what>/import/", list_sheets.sheet_back, "drafting_list_import"),
        ("<int:pk>/papers/<slug:what>/", PaperPage, "drafting_paper"),
        ("minutes/<int:pk>/", minutes_page, "drafting_minutes"),
        ("<int:pk>/issue/", IssuePage, "drafting_issue"),
        ("<int:pk>/units/", UnitsPage, "drafting_units"),
        ("<int:pk>/preview/<str:what>/", PreviewPage, "drafting_preview"),
        ("<int:pk>/drop/", DropPage, "drafting_drop"),
        ("<int:pk>/pieces/<int:key>/", PiecePage, "drafting_piece"),
        ("<int:pk>/pieces/<int:key>/act/", PieceAct, "drafting_piece_act"),
        ("<int:pk>/pieces/<int:key>/history/", HistoryPage, "drafting_history"),
        ("<int:pk>/course/", CoursePage, "drafting_course"),
        ("<int:pk>/calls/", CallsPage, "drafting_calls"),
        ("<int:pk>/calls/<int:call>/notice.docx", call_notice, "drafting_call_notice"),
        ("<int:pk>/proposals/", ProposalsPage, "drafting_proposals"),
        ("<int:pk>/proposals/enter/", EnterPage, "drafting_enter"),
        ("<int:pk>/proposals/words/", WordsPage, "drafting_words"),
        ("<int:pk>/proposals/carry/", CarryPage, "drafting_carry"),
        ("<int:pk>/proposals/import/", importing.office_import, "drafting_proposals_import"),
        ("<int:pk>/proposals/form.xlsx", importing.form_sheet, "drafting_form_sheet"),
        ("<int:pk>/proposals/summary.xlsx", importing.summary, "drafting_summary"),
        ("<int:pk>/proposals/<int:proposal>/", ProposalPage, "drafting_proposal"),
        ("<int:pk>/candidates/", CandidatesPage, "drafting_candidates"),
        ("<int:pk>/candidates/<int:candidate>/", CandidatePage, "drafting_candidate"),
    ]
    own_pages = [
        ("call/<int:call>/<int:unit>/", UnitCallPage, "drafting_unit_call"),
        ("call/<int:call>/<int:unit>/import/", importing.unit_import, "drafting_unit_import"),
        ("call/<int:call>/<int:unit>/form.xlsx", unit_call.unit_sheet, "drafting_unit_sheet"),
        ("answer/<int:pk>/", AnswerPage, "drafting_answer"),
        ("comment/<int:pk>/", CommentPage, "drafting_comment"),
    ]


@admin.register(TextCorrection)
class TextCorrectionAdmin(OfDrafters):
    list_display = ["project", "excerpt", "corrected", "document", "state", "proposed_by"]
    list_display_links = ["excerpt"]
    list_select_related = ["project", "proposed_by", "decision"]
    search_fields = ["excerpt", "corrected", "document"]
    search_help_text = "按原文、更正后的字或文件查找"
    change_list_template = "admin/drafting/correction_list.html"
    change_page = DecidePage
    pages = [("propose/", ProposePage, "drafting_correct")]

    @admin.display(description="状态")
    def state(self, row):
        decision = getattr(row, "decision", None)
        return str(decision) if decision else "待确认"
