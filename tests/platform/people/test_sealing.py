"""The keys of second steps in the database: sealed, opened again, and of no use without the server's key."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from pytest_django import Settings

from tests.cast import Cast
from thanthien.platform.people.sealing import seal, unseal

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    return code


def test_what_is_sealed_opens_again_and_never_looks_the_same() -> None:
    assert unseal(seal(SECRET)) == SECRET
    assert SECRET not in seal(SECRET)
    assert seal(SECRET) != seal(SECRET)


def test_a_replaced_key_still_opens_what_it_sealed(settings: Settings) -> None:
    settings.SECRET_KEY = "khóa cũ"
    sealed = seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "khóa mới", ["khóa cũ"]
    assert unseal(sealed) == SECRET


def test_without_the_key_every_code_is_wrong(
    settings: Settings, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    totp = TOTP.activate(cast.officer, SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "khóa khác", []
    assert unseal(totp.instance.data["secret"]) != unseal(totp.instance.data["secret"])
    assert not totp.validate_code(code_now(SECRET))
    assert "SECRET_KEY" in caplog.text


def test_what_was_kept_before_there_were_seals_still_works(cast: Cast) -> None:
    kept = Authenticator.objects.create(user=cast.officer, type="totp", data={"secret": SECRET})
    assert TOTP(kept).validate_code(code_now(SECRET))


def test_the_database_holds_no_secret_of_a_second_step(cast: Cast) -> None:
    totp = TOTP.activate(cast.officer, SECRET)
    codes = RecoveryCodes.activate(cast.officer)
    kept = str(list(Authenticator.objects.values()))
    assert SECRET not in kept
    assert codes.instance.data["seed"].startswith("sealed:")
    assert totp.validate_code(code_now(SECRET))
    assert codes.validate_code(codes.generate_codes()[0])
