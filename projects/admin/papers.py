"""A stamped paper attached to what is entered, and a stored file handed out."""

import io

from django import forms
from django.http import FileResponse

from projects import uploads
from projects.errors import Refused


class WithPaper(forms.Form):
    """A proposal with its stamped paper as `file`; `photos` says whether a photo of it may come."""

    paper = stamped = ""
    file = forms.FileField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked last, and told what may be chosen.
        file = self.fields["file"] = self.fields.pop("file")
        file.label = self.paper
        file.help_text = (
            f"{self.stamped}{uploads.ALLOWED}，最多10MB，照片最多50MB；只在内部留存，不公开。"
        )

    def photos(self) -> bool:
        return True

    def clean_file(self):
        """The file as it may be kept."""
        try:
            return uploads.check(self.cleaned_data["file"], photos=self.photos())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


def handed_out(row) -> FileResponse:
    """A stored file to be saved, never shown: whatever is in it, no browser runs it.

    What is not the file that was kept is not handed out in its name.
    """
    content = io.BytesIO(row.content())
    kind = uploads.TYPES.get(row.name.rpartition(".")[2].lower(), "application/octet-stream")
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    # A browser that shows it all the same runs no script of it, and not in our name.
    response._csp_update = {"sandbox": True}
    return response
