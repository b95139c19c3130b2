"""Check digits for the invented bank accounts and foreign VAT numbers. German VAT numbers use the ready-made ISO 7064 routine."""

from __future__ import annotations


def iban(country: str, account: int) -> str:
    """An IBAN that checks, in a bank that does not exist."""
    if country == "NL":
        inner = f"MUST{account:010d}"
    elif country == "BE":
        body = f"999{account % 10**7:07d}"
        inner = f"{body}{int(body) % 97 or 97:02d}"
    else:
        inner = f"00000000{account:010d}"
    digits = "".join(str(int(letter, 36)) for letter in f"{inner}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{inner}"


def belgian_vat(base: str) -> str:
    """``base`` are the first seven digits after BE0."""
    digits = f"0{base}"
    return f"BE{digits}{97 - int(digits) % 97:02d}"


def dutch_vat(base: str) -> str:
    """``base`` are the first eight digits; the ninth makes the whole number, letters counted, 1 modulo 97."""
    for last in range(100):
        number = f"NL{base}{last % 10}B{last // 10 + 1:02d}"
        if int("".join(str(int(letter, 36)) for letter in number)) % 97 == 1:
            return number
    message = f"no Dutch VAT number begins with {base}"
    raise ValueError(message)
