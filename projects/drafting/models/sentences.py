"""What the database's checks of this app refuse, in words (projects/models/violations)."""

from projects.models.violations import SENTENCES

SENTENCES |= {
    "call_closes_after_it_opens": "征集的截止日不能早于开始日。",
    "carried_over_once": "原记录已经转为建议。",
    "declined_correction_has_a_reason": "不确认要写明理由。",
    "drafting_year_in_century": "年份要在2000年到2099年之间。",
    "granted_issue_has_its_list": "印发了的要有对应的清单，退回的没有。",
    "issued_drafting_has_its_list": "编制中的还没有清单，印发了的要有对应的清单。",
    "one_drafting_a_year": "这一年已经有一份清单在编制。",
    "opinion_name_bounded": "称呼太长了。",
    "opinion_on_record": "公众意见要有查询码，其他意见要写明登记时间。",
    "opinion_phone_bounded": "联系电话太长了。",
    "opinion_says_something": "意见要有内容；没有意见的，请选“无意见”。",
    "opinion_span_of_an_item": "标出的文字要写明是哪一项里的从哪到哪。",
    "opinion_text_bounded": "意见太长了。",
    "outcome_has_its_reason": "去向要写明理由。",
    "outcome_names_its_candidate": "采纳的要写明并入哪个候选项目，不采纳的不写。",
    "proposal_actor_bounded": "建议的实施单位太长了。",
    "proposal_content_bounded": "建设内容太长了。",
    "proposal_feasibility_bounded": "可行性说明太长了。",
    "proposal_funds_bounded": "资金说明太长了。",
    "proposal_name_bounded": "称呼太长了。",
    "proposal_phone_bounded": "联系电话太长了。",
    "proposal_reason_bounded": "理由太长了。",
    "proposal_title_bounded": "建议名称太长了。",
    "ruling_has_a_reason": "处理意见要写明理由。",
    "tie_has_a_reason": "票数相同的，取舍要写明理由。",
    "unit_proposal_has_its_unit": "单位报送的建议要写明单位。",
    "vote_has_places_and_ballots": "票决要写明应选件数和票数。",
}
