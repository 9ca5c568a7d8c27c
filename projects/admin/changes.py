"""What an edit changed, in words, for the ledger."""

LONGEST_VALUE, LONGEST_NOTE = 60, 2000


def in_words(form, formsets) -> str:
    """字段：旧值→新值, for the form and the rows edited beside it; passwords only by name."""
    parts = field_changes(form)
    for formset in formsets:
        name = formset.model._meta.verbose_name
        parts += [f"新增{name}“{shown(row)}”" for row in formset.new_objects]
        for row, _ in formset.changed_objects:
            own = next(f for f in formset.initial_forms if f.instance == row)
            parts.append(f"{name}“{shown(row)}”（{'；'.join(field_changes(own))}）")
        parts += [f"删除{name}“{shown(row)}”" for row in formset.deleted_objects]
    return "；".join(parts)[:LONGEST_NOTE]


def field_changes(form) -> list[str]:
    changes = []
    for name in form.changed_data:
        field = form.fields.get(name)
        label = (field and field.label) or "密码"
        if field is None or "password" in name:
            changes.append(f"{label}已改")
            continue
        before, after = form.initial.get(name), form.cleaned_data.get(name)
        changes.append(f"{label}：{shown(before, field)}→{shown(after, field)}")
    return changes


def shown(value, field=None) -> str:
    """A value as a person reads it: choices and related rows by their names."""
    if value is None or value == "":
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field is not None and hasattr(field, "queryset") and isinstance(value, int):
        value = field.queryset.filter(pk=value).first() or value
    elif (choices := getattr(field, "choices", None)) and not hasattr(field, "queryset"):
        value = dict(choices).get(value, value)
    if hasattr(value, "__iter__") and not isinstance(value, str):
        value = "、".join(sorted(map(str, value))) or "空"
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
