"""What every index must find, must not find, and in which order: run by each engine with an ``index`` fixture."""

from __future__ import annotations

import pytest

from search.index import Completion, Fact, Index, Page
from tests.contracts.index_papers import cabinet, filled, finds, numbers, paper
from tests.contracts.index_rows import FILTERS, HOSTILE, MUST_HIT, MUST_NOT_HIT


class FindingContract:
    @pytest.mark.parametrize(("typed", "printed"), MUST_HIT)
    def test_it_is_found(self, index: Index, typed: str, printed: str) -> None:
        filled(index, [paper("E-1", f"Sehr geehrte Damen\n{printed}\nvielen Dank"), paper("E-2", "Ganz anderes Papier")])
        assert finds(index, typed) == {"E-1"}

    def test_what_only_looks_alike_is_not_found(self, index: Index) -> None:
        filled(
            index, [paper(f"E-{place}", f"Sehr geehrte Damen\n{printed}\nvielen Dank") for place, (_, printed) in enumerate(MUST_NOT_HIT)]
        )
        wrong = [pair for place, pair in enumerate(MUST_NOT_HIT) if f"E-{place}" in finds(index, pair[0])]
        assert wrong == []

    def test_filters_phrases_and_exclusions(self, index: Index) -> None:
        filled(index, cabinet())
        found = {question: "".join(sorted(number[-1] for number in finds(index, question))) for question, _ in FILTERS}
        assert found == dict(FILTERS)

    def test_no_question_is_an_error(self, index: Index) -> None:
        filled(index, cabinet())
        for question in HOSTILE:
            results = index.search(question)
            assert all(number.startswith("E-2026-") for number in numbers(results)), question
            index.suggest(question)

    def test_the_number_comes_before_the_order_before_the_supplier_before_the_text(self, index: Index) -> None:
        filled(
            index,
            [
                paper("E-text", "KV 4711 " * 9),
                paper("E-teil", "x", numbers=(Fact("artikelnummer", "99-KV4711-1"),)),
                paper("E-mappe", "x", orders=("KV4711",)),
                paper("E-nummer", "x", numbers=(Fact("rechnungsnummer", "KV 4711"),)),
                paper("E-falsch-gelesen", "x", numbers=(Fact("rechnungsnummer", "KV47II"),)),
            ],
        )
        assert numbers(index.search("KV4711")) == ["E-nummer", "E-mappe", "E-teil", "E-falsch-gelesen", "E-text"]
        filled(index, [paper("E-brief", "Wurm " * 9), paper("E-firma", "x", supplier="Wurm GmbH")])
        assert numbers(index.search("Wurm")) == ["E-firma", "E-brief"]

    def test_exact_words_come_before_similar_ones(self, index: Index) -> None:
        filled(index, [paper("E-1", "Dichtung Pumpe"), paper("E-2", "Dichtunq Pumpe"), *(paper(f"E-{n}", "Ventil") for n in range(3, 9))])
        assert numbers(index.search("Dichtung")) == ["E-1", "E-2"]

    def test_the_reason_says_why(self, index: Index) -> None:
        filled(index, cabinet())
        assert index.search("80015511").hits[0].because == "gefunden, weil die Lieferscheinnummer 80015511 lautet"
        assert index.search("A-26-0113").hits[0].because == "gefunden, weil es in der Mappe A-26-0113 liegt"
        assert index.search("Schlauch").hits[0].because == "gefunden, weil „Hydraulikschlauch“ im Text von Seite 1 steht"
        assert index.search("moeller").hits[0].because == "gefunden, weil der Lieferant Möller Hydraulik KG heißt"
        assert index.search("1175,48").hits[0].because == "gefunden, weil der Betrag 1.175,48 € ist"
        assert "RE-2026/00317" in index.search("00317").hits[0].because
        assert index.search("typ:rechnung").hits[0].because == "gefunden, weil es zu Ihrer Auswahl passt"

    def test_a_number_that_stands_nowhere_finds_its_misreading_and_says_so(self, index: Index) -> None:
        filled(index, [paper("E-1", "Rechnung RE-2n24/00317"), paper("E-2", "Rechnung RE-2024/00318")])
        (hit,) = index.search("RE-2024/00317").hits
        assert hit.eingangsnummer == "E-1"
        assert hit.because == "gefunden, weil „RE-2n24/00317“ auf Seite 1 ähnlich wie „RE-2024/00317“ ist; genau so steht es nirgends"
        filled(index, [paper("E-3", "Rechnung RE-2024/00317")])
        assert finds(index, "RE-2024/00317") == {"E-3"}

    def test_compounds_come_after_the_word_itself_and_belong_to_the_longest_word_they_end_with(self, index: Index) -> None:
        filled(
            index,
            [
                *(
                    paper("E-1", "Mauritiusband Mauritiusband"),
                    paper("E-2", "Band"),
                    paper("E-3", "Gartenverband"),
                    paper("E-4", "Verband"),
                ),
                *(paper(f"F-{n}", "Ventil") for n in range(5)),
            ],
        )
        assert numbers(index.search("Band ")) == ["E-2", "E-1"]
        assert set(numbers(index.search("Verband "))) == {"E-3", "E-4"}
        assert index.search("Bänder ").hits[1].because == "gefunden, weil „Mauritiusband“ im Text von Seite 1 steht"
        assert finds(index, "ventil -band") == {f"F-{n}" for n in range(5)}

    def test_a_compound_of_a_misread_word_is_none_of_the_word_it_looks_like(self, index: Index) -> None:
        filled(index, [paper(f"F-{n}", "Preis Angebotspreis") for n in range(40)])
        filled(index, [paper("E-1", "Angebotskreis"), paper("E-2", "Stromkreis"), paper("E-3", "Kreis")])
        assert finds(index, "Kreis") == {"E-2", "E-3"}

    def test_what_was_found_out_about_words_ends_with_the_next_paper(self, index: Index) -> None:
        filled(index, [paper("E-1", "Schlüssel")])
        assert finds(index, "Schlüssel") == {"E-1"}
        filled(index, [paper("E-2", "Schraubenschlüssel")])
        assert finds(index, "Schlüssel") == {"E-1", "E-2"}

    def test_the_very_word_comes_before_a_rare_one_of_the_same_meaning(self, index: Index) -> None:
        filled(index, [paper("E-1", "Facture"), paper("E-2", "Rechnvng"), *(paper(f"F-{n}", "Rechnung Rechnung") for n in range(9))])
        filled(index, [paper("E-3", "Facture 4711", doctype="rechnung")])
        assert set(numbers(index.search("Rechnung "))[:9]) == {f"F-{n}" for n in range(9)}

    def test_a_frequent_word_is_no_misreading_of_another(self, index: Index) -> None:
        filled(
            index,
            [*(paper(f"E-{n}", "Leitung") for n in range(5)), *(paper(f"F-{n}", "Leistung") for n in range(5)), paper("G", "Leitunq")],
        )
        assert finds(index, "Leitung") == {*(f"E-{n}" for n in range(5)), "G"}

    def test_nothing_found_offers_what_may_have_been_meant(self, index: Index) -> None:
        filled(index, [paper(f"E-{place}", "Getriebe mit Rundstahl") for place in range(3)])
        results = index.search("Gertiebe Rundstahl")
        assert (results.total, results.meant) == (0, "Getriebe Rundstahl")
        assert index.search(results.meant).total == 3
        assert index.search("Xylophonist").meant == index.search("Getriebe").meant == ""

    def test_a_supplier_is_asked_for_by_its_whole_name(self, index: Index) -> None:
        filled(index, [paper("E-1", "x", supplier="Wurm GmbH"), paper("E-2", "x", supplier="Stahl Wurm GmbH")])
        assert finds(index, 'lieferant="Wurm GmbH"') == {"E-1"}
        assert finds(index, 'lieferant:"Wurm GmbH"') == {"E-1", "E-2"}

    def test_the_snippet_marks_what_was_found_on_the_right_page(self, index: Index) -> None:
        filled(index, [paper("E-1", "Seite eins", "vorher " * 200 + "<b>Schraubenschlüssel</b> & RE-2O24/OO317 " + "nachher " * 200)])
        snippet = index.search("schluessel RE-2024/00317").hits[0].snippet
        assert [snippet.text[start:end] for start, end in snippet.marks] == ["Schraubenschlüssel", "RE-2O24/OO317"]
        assert snippet.page == 2
        assert len(snippet.text) < 400

    def test_facets_count_everything_that_matches(self, index: Index) -> None:
        filled(index, cabinet())
        results = index.search("", Page(size=1))
        assert (results.total, len(results.hits)) == (4, 1)
        assert dict(results.facets["typ"]) == {"rechnung": 2, "lieferschein": 1, "sonstiges": 1}
        assert results.facets["lieferant"][0] == ("Stahlhandel Wurm GmbH", 2)
        assert results.facets["jahr"] == (("2026", 3), ("2025", 1))
        assert dict(results.facets["status"]) == {"filed": 3, "waiting": 1}
        assert dict(index.search("rundstahl").facets["typ"]) == {"rechnung": 1, "lieferschein": 1}

    def test_pages_and_the_order_by_date(self, index: Index) -> None:
        filled(index, cabinet())
        assert [number[-1] for number in numbers(index.search("", Page(sort="datum")))] == ["4", "2", "1", "3"]
        assert [number[-1] for number in numbers(index.search("", Page(2, 3)))] == ["3"]
        assert [number[-1] for number in numbers(index.search("rechnung", Page(sort="datum")))][-1] == "3"
        assert index.search("", Page(99, 20)).hits == ()
        assert len(index.search("", Page(0, -5)).hits) == 1

    def test_all_pages_together_are_all_hits_once(self, index: Index) -> None:
        filled(index, [paper(f"E-{n:03}", "Pumpe " * (n % 7 + 1), numbers=(Fact("artikelnummer", f"{n % 3}-77{n}"),)) for n in range(70)])
        for question in ("pumpe", "pumpe -ventil", "pumpen", "pump"):
            found = [number for page in range(1, 6) for number in numbers(index.search(question, Page(page, 15)))]
            assert sorted(found) == [f"E-{n:03}" for n in range(70)]

    def test_a_folder_is_on_one_page_only_and_whole(self, index: Index) -> None:
        filled(index, [paper(f"E-{n:03}", "Pumpe " * (n % 5 + 1), orders=(f"A-{n % 30:02}",)) for n in range(120)])
        pages = [index.search("pumpe", Page(number, 7, by_folder=True)) for number in range(1, 7)]
        shown = [folder.number for results in pages for folder in results.folders]
        assert sorted(shown) == [f"A-{n:02}" for n in range(30)]
        assert {folder.total for results in pages for folder in results.folders} == {4}
        assert (pages[0].total, pages[0].folder_total, len(pages[4].folders), pages[5].folders) == (120, 30, 2, ())
        scores = [folder.hits[0].score for results in pages for folder in results.folders]
        assert scores == sorted(scores, reverse=True)

    def test_a_paper_of_several_folders_stands_in_the_one_asked_for(self, index: Index) -> None:
        filled(index, cabinet())
        assert [folder.number for folder in index.search("A-26-0113", Page(by_folder=True)).folders] == ["A-26-0113"]
        assert [folder.number for folder in index.search("auftrag:A-26-0113", Page(by_folder=True)).folders] == ["A-26-0113"]
        by_day = index.search("", Page(by_folder=True)).folders
        assert [(folder.number, folder.total) for folder in by_day] == [("", 1), ("A-26-0112", 2), ("A-26-0113", 1)]
        first = index.search("rundstahl", Page(by_folder=True, first=("A-26-0113", "A-99"))).folders
        assert [folder.number for folder in first] == ["A-26-0113", "A-26-0112"]

    def test_what_folders_lack_comes_from_the_tables(self, index: Index) -> None:
        filled(index, cabinet())
        lacking = {"lieferschein": frozenset(("A-26-0113", "A-99")), "rechnung": frozenset(("A-26-0112",))}
        found = {
            question: "".join(sorted(number[-1] for number in numbers(index.search(question, Page(lacking=lacking)))))
            for question in ("fehlt:lieferschein", "fehlt:LS", "fehlt:rechnung hydraulik", "-fehlt:rechnung", "fehlt:quatsch")
        }
        assert found == {
            "fehlt:lieferschein": "23",
            "fehlt:LS": "23",
            "fehlt:rechnung hydraulik": "",
            "-fehlt:rechnung": "34",
            "fehlt:quatsch": "",
        }
        assert index.search("fehlt:lieferschein").total == 0

    def test_suggestions_are_numbers_then_orders_then_suppliers(self, index: Index) -> None:
        filled(index, cabinet())
        assert index.suggest("8001") == (Completion("80015511", "nummer"), Completion("80015512", "nummer"))
        assert index.suggest("re-2026/0") == (Completion("RE-2026/00317", "nummer"),)
        assert index.suggest("a260") == (Completion("A-26-0112", "auftrag"), Completion("A-26-0113", "auftrag"))
        assert index.suggest("wur") == (Completion("Stahlhandel Wurm GmbH", "lieferant"),)
        assert index.suggest("moe") == (Completion("Möller Hydraulik KG", "lieferant"),)
        assert index.suggest("8") == ()
        assert len(index.suggest("E-2026", limit=2)) == 2
        filled(index, [paper("E-2026-0000009", "x", orders=("A-26-0112",), numbers=(Fact("auftragsnummer", "A-26-0112"),))])
        assert index.suggest("a260112") == (Completion("A-26-0112", "auftrag"),)
