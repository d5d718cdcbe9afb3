"""Each way of falsifying an export is found, and the first row concerned is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.audit import queries, services
from dean06.kernel.audit.keys import load_signer
from dean06.kernel.audit.signatures import Head, Verifier
from dean06.kernel.audit.tests.helpers import (
    NOW,
    export_to,
    other_signer,
    own_key_file,
    own_verifier,
    rebuild,
    rehash,
    rewrite,
    rows_of,
    write_rows,
)
from dean06.kernel.audit.verification import Tampered, Unverifiable, verify_export


@pytest.fixture
def log(db, tmp_path: Path) -> Path:
    """Three heads: over 6, 12 and 13 rows (the last row is about the export)."""
    for _ in range(2):
        write_rows(6)
        services.seal(NOW)
    return export_to(tmp_path / "log.jsonl")


@pytest.fixture
def kept_head(db, tmp_path: Path) -> Head:
    """The head kept after six rows, before the log went on."""
    write_rows(6)
    services.seal(NOW)
    head = queries.latest_head()
    assert head is not None
    return head


def finding(path: Path, *, verifier: Verifier | None = None, kept: tuple[Head, ...] = ()) -> Tampered:
    with pytest.raises(Tampered) as caught:
        verify_export(path, verifier or own_verifier(), kept)
    return caught.value


def test_an_untouched_export_is_intact(log: Path) -> None:
    intact = verify_export(log, own_verifier())
    assert (intact.rows, intact.heads) == (13, 3)


def test_an_empty_log_is_intact_too(db, tmp_path: Path) -> None:
    from dean06.kernel.audit.export import export_lines

    path = tmp_path / "empty"
    path.write_bytes(b"".join(export_lines(NOW)))
    assert verify_export(path, own_verifier()).rows == 0


def test_a_changed_word_names_its_row(log: Path) -> None:
    rewrite(log, lambda lines: rows_of(lines)[4].update(subject="assignments.assignment:99"))
    found = finding(log)
    assert found.position == 5
    assert "Dòng nhật ký 5 đã bị sửa" in found.message


def test_a_changed_row_whose_hash_was_made_to_fit_is_named_by_its_signature(log: Path) -> None:
    def change(lines):
        rows_of(lines)[8]["actor_name"] = "Người khác"
        rehash(rows_of(lines)[8])

    rewrite(log, change)
    assert finding(log).position == 9


def test_of_several_changed_rows_the_first_is_named(log: Path) -> None:
    def change(lines):
        for index in (10, 3, 7):
            rows_of(lines)[index]["purpose"] = "khác"
            rehash(rows_of(lines)[index])

    rewrite(log, change)
    assert finding(log).position == 4


@pytest.mark.parametrize("index", [0, 3, 5, 6, 11])
def test_a_deleted_row_is_named(log: Path, index: int) -> None:
    rewrite(log, lambda lines: lines.remove(rows_of(lines)[index]))
    found = finding(log)
    assert found.position == index + 1
    assert "Mất" in found.message


def test_a_deleted_row_is_named_even_when_the_rest_was_numbered_again(log: Path) -> None:
    def change(lines):
        lines.remove(rows_of(lines)[2])
        for position, row in enumerate(rows_of(lines), start=1):
            row["position"] = position
            rehash(row)

    rewrite(log, change)
    assert finding(log).position == 3


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 9), (0, 12)])
def test_two_swapped_rows_are_named(log: Path, one: int, other: int) -> None:
    def change(lines):
        rows = rows_of(lines)
        a, b = lines.index(rows[one]), lines.index(rows[other])
        lines[a], lines[b] = lines[b], lines[a]

    rewrite(log, change)
    found = finding(log)
    assert found.position == one + 1
    assert "đổi chỗ" in found.message


def test_two_rows_that_swapped_their_contents_are_named(log: Path) -> None:
    def change(lines):
        a, b = rows_of(lines)[2], rows_of(lines)[5]
        for name in set(a) - {"position", "kind"}:
            a[name], b[name] = b[name], a[name]

    rewrite(log, change)
    assert finding(log).position == 3


@pytest.mark.parametrize("index", [0, 4, 12])
def test_an_inserted_row_is_named(log: Path, index: int) -> None:
    rewrite(log, lambda lines: lines.insert(lines.index(rows_of(lines)[index]) + 1, dict(rows_of(lines)[index])))
    found = finding(log)
    assert found.position == index + 2
    assert "chèn" in found.message


def test_an_invented_row_is_named_when_the_rest_moved_up(log: Path) -> None:
    def change(lines):
        lines.insert(lines.index(rows_of(lines)[4]), dict(rows_of(lines)[4], subject="x:1"))
        for position, row in enumerate(rows_of(lines), start=1):
            row["position"] = position
            rehash(row)

    rewrite(log, change)
    assert finding(log).position == 5


@pytest.mark.parametrize("keep", [1, 3, 7, 8, 12, 16])
def test_a_cut_tail_says_from_which_row_on(log: Path, keep: int) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:keep]))
    found = finding(log)
    assert found.position == sum(b'"kind":"row"' in line for line in lines[:keep]) + 1
    assert "mất" in found.message


def test_a_file_cut_in_the_middle_of_a_line_is_found(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-700])
    assert "Tệp bị cắt" in finding(log).message


def test_a_cut_tail_with_the_end_put_back_is_found(log: Path) -> None:
    def change(lines):
        end = lines[-1]
        del lines[8:]
        lines.append(end)

    rewrite(log, change)
    found = finding(log)
    assert found.position == 7
    assert "Tệp bị cắt đuôi: mất các dòng nhật ký từ 7 đến 13" in found.message


def test_an_older_whole_export_is_found_by_the_head_kept_since(log: Path, tmp_path: Path) -> None:
    write_rows(2)
    export_to(tmp_path / "newer.jsonl")
    kept = queries.latest_head()
    found = finding(log, kept=(kept,))
    assert found.position == 14
    assert "cắt đuôi" in found.message


def test_a_chain_rebuilt_with_another_key_is_found(log: Path) -> None:
    forger = other_signer()

    def change(lines):
        rows_of(lines)[3]["actor_name"] = "Người khác"
        return rebuild(lines, forger)

    rewrite(log, change)
    found = finding(log)
    assert found.position == 1
    assert "dựng lại bằng khóa khác" in found.message


def test_a_chain_rebuilt_with_another_key_that_claims_to_be_the_right_one_is_found(log: Path) -> None:
    forger = other_signer()
    forger.key_id = load_signer().key_id
    rewrite(log, lambda lines: rebuild(lines, forger))
    assert finding(log).position == 1


def test_a_chain_rebuilt_with_the_stolen_key_is_found_by_an_earlier_head(kept_head: Head, tmp_path: Path) -> None:
    write_rows(6)
    log = export_to(tmp_path / "log")

    def change(lines):
        rows_of(lines)[3]["actor_name"] = "Người khác"
        return rebuild(lines, load_signer())

    assert verify_export(log, own_verifier(), [kept_head]).rows == 13
    rewrite(log, change)
    assert verify_export(log, own_verifier()).rows == 13  # by itself it is a consistent log
    found = finding(log, kept=(kept_head,))
    assert "dựng lại" in found.message
    assert "từ 1 đến 6" in found.message


def test_between_two_kept_heads_the_rebuilt_stretch_is_told(kept_head: Head, tmp_path: Path) -> None:
    write_rows(6)
    services.seal(NOW)
    later = queries.latest_head()
    log = export_to(tmp_path / "log")

    def change(lines):
        rows_of(lines)[8]["actor_name"] = "Người khác"
        return rebuild(lines, load_signer())

    rewrite(log, change)
    found = finding(log, kept=(later, kept_head))
    assert "từ 7 đến 12" in found.message


def test_a_deleted_head_is_found(log: Path) -> None:
    rewrite(log, lambda lines: lines.pop(7) and None)
    assert "Đầu cây số 1 bị xóa" in finding(log).message


def test_something_after_the_end_is_found(log: Path) -> None:
    log.write_bytes(log.read_bytes() + b"{}\n")
    assert "sau dòng kết thúc" in finding(log).message


def test_a_damaged_signature_of_a_row_is_named(log: Path) -> None:
    def change(lines):
        rows_of(lines)[6]["signature"] = rows_of(lines)[7]["signature"]

    rewrite(log, change)
    assert finding(log).position == 7


def test_another_export_is_checked_with_the_earlier_key_as_well(log: Path, settings, tmp_path: Path) -> None:
    first = load_signer().public_key
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "second.pem"
    write_rows(2)
    both = export_to(tmp_path / "both")
    assert verify_export(both, Verifier(first, load_signer().public_key)).rows == 16
    assert finding(both, verifier=own_verifier()).position == 1


@pytest.mark.django_db
def test_any_single_changed_byte_anywhere_is_found(tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    write_rows(3)
    services.seal(NOW)
    original = export_to(folder / "log").read_bytes()
    verifier = own_verifier()
    assert verify_export(folder / "log", verifier).rows == 4

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(original) - 1), st.integers(1, 255))
    def mutate(place: int, difference: int) -> None:
        changed = bytearray(original)
        changed[place] ^= difference
        (folder / "changed").write_bytes(changed)
        with pytest.raises((Tampered, Unverifiable)):
            verify_export(folder / "changed", verifier)

    mutate()


@pytest.mark.django_db
def test_any_lost_or_doubled_line_is_found(tmp_path: Path) -> None:
    write_rows(4)
    services.seal(NOW)
    lines = export_to(tmp_path / "log").read_bytes().splitlines(keepends=True)
    for number in range(len(lines)):
        for changed in (lines[:number] + lines[number + 1 :], lines[: number + 1] + lines[number:]):
            (tmp_path / "changed").write_bytes(b"".join(changed))
            with pytest.raises((Tampered, Unverifiable)):
                verify_export(tmp_path / "changed", own_verifier())


# The command


def test_the_command_says_yes_with_code_zero(log: Path, tmp_path: Path, capsys) -> None:
    call_command("verify_audit", str(log), "--public-key", str(own_key_file(tmp_path)))
    assert "còn nguyên vẹn: 13 dòng, 3 đầu cây" in capsys.readouterr().out


def test_the_command_says_no_with_code_one(log: Path, tmp_path: Path) -> None:
    rewrite(log, lambda lines: rows_of(lines)[4].update(subject="x:1"))
    with pytest.raises(CommandError, match="Dòng nhật ký 5 đã bị sửa") as caught:
        call_command("verify_audit", str(log), "--public-key", str(own_key_file(tmp_path)))
    assert caught.value.returncode == 1


@pytest.mark.parametrize("content", [b"", b"xin chao\n", b'{"kind":"header","format":"dean06-audit","version":9}\n'])
def test_what_is_no_export_is_said_with_code_two(db, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(CommandError, match="KHÔNG KIỂM TRA ĐƯỢC") as caught:
        call_command("verify_audit", str(tmp_path / "other"), "--public-key", str(own_key_file(tmp_path)))
    assert caught.value.returncode == 2


def test_a_missing_file_or_key_is_said_with_code_two(log: Path, tmp_path: Path) -> None:
    for file, key in ((tmp_path / "none", own_key_file(tmp_path)), (log, log), (log, tmp_path / "none")):
        with pytest.raises(CommandError) as caught:
            call_command("verify_audit", str(file), "--public-key", str(key))
        assert caught.value.returncode == 2


def test_a_head_printed_and_kept_is_taken_by_the_check(db, tmp_path: Path, capsys) -> None:
    write_rows(3)
    call_command("audit_head")
    (tmp_path / "head.json").write_text(capsys.readouterr().out, encoding="utf-8")
    call_command("audit_public_key")
    (tmp_path / "key.pem").write_text(capsys.readouterr().out, encoding="utf-8")
    call_command("export_audit", str(tmp_path / "log"))
    arguments = [
        str(tmp_path / "log"),
        "--public-key",
        str(tmp_path / "key.pem"),
        "--head",
        str(tmp_path / "head.json"),
    ]
    call_command("verify_audit", *arguments)
    assert "Khớp với 1 đầu cây đã giữ" in capsys.readouterr().out
    (tmp_path / "head.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit", *arguments)
    assert caught.value.returncode == 2


def test_the_check_needs_no_database(log: Path, tmp_path: Path, django_assert_num_queries) -> None:
    key = own_key_file(tmp_path)
    with django_assert_num_queries(0):
        call_command("verify_audit", str(log), "--public-key", str(key))


def test_an_export_that_cannot_be_written_leaves_no_half_file(db, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Không ghi được tệp .*: không có tệp hoặc thư mục này"):
        call_command("export_audit", str(tmp_path / "no" / "folder"))
    assert list(tmp_path.iterdir()) == []
