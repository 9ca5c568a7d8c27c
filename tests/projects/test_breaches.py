"""Passwords known from breaches are refused where the office keeps their list."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from projects.accounts.breaches import listed


def written(path, passwords, end: str = "\r\n"):
    hashes = sorted(hashlib.sha1(each.encode()).hexdigest().upper() for each in passwords)
    lines = (f"{each}:{10 ** (number % 7)}" for number, each in enumerate(hashes))
    path.write_bytes(end.join(lines).encode())
    return path


@pytest.mark.parametrize("count", [1, 2, 3, 500])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_is_found_and_nothing_else(tmp_path, count, end):
    held = [f"breached {number}" for number in range(count)]
    path = written(tmp_path / "list.txt", held, end)
    assert all(listed(each, path) for each in held)
    assert not any(listed(f"another {number}", path) for number in range(500))


def test_an_empty_list_holds_nothing(tmp_path):
    assert not listed("x", written(tmp_path / "list.txt", []))


def test_such_a_password_is_refused_in_words(tmp_path, settings):
    settings.BREACHED_PASSWORDS = written(tmp_path / "list.txt", ["晨跑 7 公里 Regen"])
    with pytest.raises(ValidationError, match="已经泄露的密码"):
        validate_password("晨跑 7 公里 Regen")
    validate_password("晨跑 8 公里 Regen")


def test_without_a_list_nobody_is_asked(settings):
    assert settings.BREACHED_PASSWORDS is None
    validate_password("晨跑 7 公里 Regen")
