"""Which language a document is in, and what becomes of an article in another."""

from pathlib import Path

import pytest

from sayso.errors import ArticleError
from sayso.reading import read_article, read_file
from sayso.reading.languages import foreign, language_of
from sayso.records import Segment

ENGLISH = "The minister told the committee that the dam was safe and that nobody below it was in danger."
SPANISH = "El ministro dijo a la comisión que la presa era segura y que nadie corría peligro aguas abajo."
SAYINGS = {
    "en": ENGLISH,
    "es": SPANISH,
    "fr": "Le ministre a déclaré à la commission que le barrage était sûr et que personne n’était en danger.",
    "de": "Der Minister sagte dem Ausschuss, der Damm sei sicher und niemand darunter sei in Gefahr gewesen.",
    "nl": "De minister zei tegen de commissie dat de dam veilig was en dat daaronder niemand gevaar liep.",
    "pt": "O ministro disse à comissão que a barragem era segura e que ninguém corria perigo a jusante.",
    "it": "Il ministro ha detto alla commissione che la diga era sicura e che nessuno era in pericolo.",
    "pl": "Minister powiedział komisji, że tama jest bezpieczna i że nikomu poniżej nic nie grozi.",
    "ru": "Министр заявил комиссии, что плотина безопасна и что никому ниже по течению ничто не угрожает.",
    "el": "Ο υπουργός είπε στην επιτροπή ότι το φράγμα ήταν ασφαλές και ότι κανείς δεν κινδύνευε.",
    "zh": "部长对委员会说，大坝是安全的，下游没有人处于危险之中。他还说，检查报告将于下周公布，供公众查阅。",
}


@pytest.mark.parametrize("code", sorted(SAYINGS))
def test_running_words_are_told(code: str) -> None:
    assert language_of(SAYINGS[code]) == code


@pytest.mark.parametrize(
    "text",
    [
        "10:30 | 412,000 | 7",
        "OK",
        "",
        "2024-03-05 | Javier Morales Ruiz | Ana Pérez Soto | 10:30 | 4471\n" * 20,
        "Gideon Brandlecote, Sarvelle Dam Authority; Luis Gómez; Jean-Luc Moreau; Rosa Delgado",
    ],
)
def test_names_and_numbers_are_not_taken_for_another_language(text: str) -> None:
    assert language_of(text) in (None, "en")


@pytest.mark.parametrize(("english", "spanish", "told"), [(3, 2, "en"), (2, 3, "es")])
def test_a_mixed_document_goes_by_most_of_its_segments(english: int, spanish: int, told: str) -> None:
    lines = [ENGLISH] * english + [SPANISH] * spanish
    text, segments = "\n".join(lines), []
    at = 0
    for line in lines:
        segments.append(Segment(at, at + len(line)))
        at += len(line) + 1
    assert language_of(text, segments) == told


def test_a_document_carries_its_language(tmp_path: Path) -> None:
    path = tmp_path / "acta.txt"
    path.write_text((SPANISH + "\n\n") * 4, encoding="utf-8")
    (document,) = read_file(path)
    assert foreign(document.metadata) == "es"


def test_an_article_in_another_language_is_refused_with_words_on_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "noticia.txt"
    path.write_text("La presa era segura\n\n" + (SPANISH + "\n\n") * 4, encoding="utf-8")
    with pytest.raises(ArticleError, match=r"noticia\.txt is in Spanish: .*English only"):
        read_article(path)


def test_an_english_article_that_quotes_another_language_is_read(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(f"The dam was safe\n\n{ENGLISH}\n\n“{SPANISH}”\n\n{ENGLISH}\n", encoding="utf-8")
    assert read_article(path).blocks
