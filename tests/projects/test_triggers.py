"""What acts in the database by itself is exactly what migrations laid down; all else is named."""

import pytest
from django.db import connection

from projects.ledger.verification import guards

pytestmark = pytest.mark.django_db
ON_THE_WAY = "CREATE FUNCTION own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
ANEW = "CREATE OR REPLACE FUNCTION one_lead_a_day() RETURNS trigger LANGUAGE plpgsql AS"
FINDINGS = {
    "sqlite": [
        (
            [
                "CREATE TRIGGER t AFTER INSERT ON supervision_feedback"
                " BEGIN UPDATE supervision_feedback SET text = '好' WHERE id = NEW.id; END"
            ],
            "数据表 supervision_feedback 上多出触发器 t，不是平台设的",
        ),
        (
            ["DROP TRIGGER one_lead_a_day_insert"],
            "缺失：数据表 projects_assignment 上的触发器 one_lead_a_day_insert 不在",
        ),
        (
            [
                "DROP TRIGGER one_lead_a_day_update",
                "CREATE TRIGGER one_lead_a_day_update AFTER UPDATE ON projects_assignment"
                " WHEN NEW.role = 'LEAD' BEGIN SELECT RAISE(ABORT, 'two units lead on one day');"
                " END",
            ],
            "数据表 projects_assignment 上的触发器 one_lead_a_day_update 停用了或被改过",
        ),
    ],
    "postgresql": [
        (
            [
                ON_THE_WAY,
                "CREATE TRIGGER t AFTER INSERT ON supervision_feedback FOR EACH ROW"
                " EXECUTE FUNCTION own()",
            ],
            "数据表 supervision_feedback 上多出触发器 t，不是平台设的",
        ),
        (
            ["DROP TRIGGER one_lead_a_day ON projects_assignment"],
            "缺失：数据表 projects_assignment 上的触发器 one_lead_a_day 不在",
        ),
        (
            [f"{ANEW} $$ BEGIN RETURN NEW; END $$"],
            "数据表 projects_assignment 上的触发器 one_lead_a_day 停用了或被改过",
        ),
        (
            ["ALTER TABLE projects_assignment DISABLE TRIGGER one_lead_a_day"],
            "数据表 projects_assignment 上的触发器 one_lead_a_day 停用了或被改过",
        ),
        (
            ["CREATE RULE away AS ON DELETE TO supervision_photo DO INSTEAD NOTHING"],
            "数据表 supervision_photo 上多出改写规则 away，不是平台设的",
        ),
        (
            ["CREATE POLICY nine ON projects_project USING (number < 9)"],
            "数据表 projects_project 上多出行安全策略 nine，不是平台设的",
        ),
        (
            ["ALTER TABLE projects_project ENABLE ROW LEVEL SECURITY"],
            "数据表 projects_project 上多出行安全开关 ROW LEVEL SECURITY，不是平台设的",
        ),
    ],
}


@pytest.mark.parametrize(
    ("statements", "said"), FINDINGS[connection.vendor], ids=lambda each: each[-1][:40]
)
def test_what_is_not_as_it_was_laid_down_is_named(statements, said):
    assert list(guards()) == []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    [finding] = guards()
    assert said in finding
