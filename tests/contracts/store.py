"""What every store promises, as tests. An implementation runs them by a subclass that says where a store of its kind lies."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from archive.problems import NotFound, Problem, Tampered
from archive.store import Store, Stored
from archive.store.erase import erase
from tests.contracts.store_crowd import MEBI, Crowd, Place, content, kept

REFUSED = [
    *("", "/", "/etc/passwd", "../x", "abgeleitet/../originale/x", "abgeleitet/./x", "abgeleitet//x", "abgeleitet/x/", "abgeleitet/"),
    *("abgeleitet/ä", "abgeleitet/a b", "abgeleitet/a\x00b", "abgeleitet/a\n", "abgeleitet\\x", "abgeleitet/.versteckt", "abgeleitet/-rf"),
    *("C:/x", "abgeleitet/" + "x" * 300, "abgeleitet/" + "x/" * 600 + "x", "abgeleitet/%2e%2e", "originale/ABC", "originale/" + "A" * 64),
]


class StoreContract(Crowd):
    @pytest.fixture
    def place(self) -> Place:
        raise NotImplementedError

    @pytest.fixture
    def store(self, place: Place) -> Store:
        return place.open()

    def test_an_original_comes_back_byte_for_byte_under_its_hash(self, store: Store) -> None:
        data = bytes(range(256)) * 1000
        stored = kept(store, data[:77], b"", data[77:])
        assert stored == Stored(hashlib.sha256(data).hexdigest(), len(data))
        assert content(store, f"originale/{stored.sha256}") == data
        assert store.size(f"originale/{stored.sha256}") == len(data)

    def test_what_is_erased_is_gone_and_the_journal_never_is(self, store: Store) -> None:
        key = f"originale/{kept(store, b'weg').sha256}"
        store.put("lesungen/weg.json.gz", b"x")
        store.put("journal/000000000/000000000001.json", b"x")
        for each in (key, "lesungen/weg.json.gz", key):
            erase(store, each)
            assert store.size(each) is None
        with pytest.raises(ValueError, match="erased"):
            erase(store, "journal/000000000/000000000001.json")
        assert f"originale/{kept(store, b'weg').sha256}" == key
        assert store.size(key) == 3

    def test_an_empty_object_is_an_object(self, store: Store) -> None:
        assert kept(store) == Stored(hashlib.sha256(b"").hexdigest(), 0)
        store.put("abgeleitet/leer", b"")
        assert content(store, "abgeleitet/leer") == b""
        assert store.size("abgeleitet/leer") == 0

    def test_the_same_original_twice_is_one_object(self, store: Store) -> None:
        assert kept(store, b"Lieferschein") == kept(store, b"Liefer", b"schein")
        assert len(list(store.keys("originale/"))) == 1

    def test_nothing_is_visible_before_keep_and_nothing_stays_without_it(self, store: Store, place: Place) -> None:
        key = f"originale/{hashlib.sha256(b'abgebrochen').hexdigest()}"
        with store.receive() as incoming:
            incoming.write(b"abgebrochen")
            assert store.size(key) is None
            assert list(store.keys("")) == []
            assert place.leftovers()
        assert store.size(key) is None
        assert place.leftovers() == []

    def test_an_error_of_the_sender_leaves_nothing(self, store: Store, place: Place) -> None:
        def broken() -> None:
            with store.receive() as incoming:
                incoming.write(b"x" * MEBI)
                raise ConnectionError("the sender is gone")

        with pytest.raises(ConnectionError):
            broken()
        assert list(store.keys("")) == []
        assert place.leftovers() == []

    def test_keep_leaves_no_private_file(self, store: Store, place: Place) -> None:
        kept(store, b"behalten")
        store.put("journal/1", b"behalten")
        assert place.leftovers() == []

    @pytest.mark.parametrize("key", ["lesungen/a.json", "journal/000/000001"])
    def test_what_is_written_once_is_not_replaced(self, store: Store, key: str) -> None:
        store.put(key, b"eins")
        store.put(key, b"eins")
        with pytest.raises(Tampered) as refusal:
            store.put(key, b"zwei")
        assert refusal.value.message
        assert content(store, key) == b"eins"

    def test_an_original_is_named_by_its_bytes_also_when_put(self, store: Store) -> None:
        key = f"originale/{hashlib.sha256(b'Original').hexdigest()}"
        with pytest.raises(ValueError, match="hash"):
            store.put(key, b"anderes")
        assert store.size(key) is None
        store.put(key, b"Original")
        assert kept(store, b"Original").size == 8

    def test_derived_objects_are_replaced(self, store: Store) -> None:
        for data in (b"lang" * MEBI, b"kurz", b"anders"):
            store.put("abgeleitet/seite-1.webp", data)
            assert content(store, "abgeleitet/seite-1.webp") == data

    def test_only_derived_objects_are_removed(self, store: Store) -> None:
        stored = kept(store, b"bleibt")
        store.put("abgeleitet/a/b", b"geht")
        store.remove("abgeleitet/a/b")
        store.remove("abgeleitet/a/b")
        assert store.size("abgeleitet/a/b") is None
        store.put("journal/1", b"bleibt")
        for key in (f"originale/{stored.sha256}", "journal/1", "lesungen/x", "abgeleitetes/x"):
            with pytest.raises(ValueError, match="derived"):
                store.remove(key)
        assert sorted(store.keys("")) == ["journal/1", f"originale/{stored.sha256}"]

    def test_keys_come_in_ascending_order_by_prefix(self, store: Store) -> None:
        names = ["a-b", "a.c", "a/b", "a/b-c", "a/d/e", "a0", "a=", "b", "A"]
        keys = sorted(f"abgeleitet/{name}" for name in names)
        for key in reversed(keys):
            store.put(key, b"x")
        store.put("journal/9", b"x")
        assert list(store.keys("abgeleitet/")) == keys
        assert list(store.keys("abgeleitet/a/")) == [key for key in keys if key.startswith("abgeleitet/a/")]
        assert list(store.keys("abgeleitet/a")) == [key for key in keys if key.startswith("abgeleitet/a")]
        assert list(store.keys("")) == [*keys, "journal/9"]
        assert list(store.keys("nichts/")) == []

    def test_more_keys_than_a_page_of_any_server(self, store: Store) -> None:
        keys = [f"abgeleitet/{number:05}" for number in range(1005)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda key: store.put(key, b""), keys))
        assert list(store.keys("abgeleitet/")) == keys

    def test_a_missing_key_is_not_found(self, store: Store) -> None:
        for key in (f"originale/{'0' * 64}", "journal/1", "abgeleitet/a/b"):
            assert store.size(key) is None
            with pytest.raises(NotFound):
                store.open(key)
        store.put("abgeleitet/a/b", b"x")
        assert store.size("abgeleitet/a") is None
        with pytest.raises(NotFound):
            store.open("abgeleitet/a")

    @pytest.mark.parametrize("key", REFUSED)
    def test_keys_that_are_no_plain_paths_are_refused(self, store: Store, key: str) -> None:
        with pytest.raises(ValueError, match=r"key|original"):
            store.put(key, b"x")
        with pytest.raises(ValueError, match=r"key|original"):
            store.open(key)
        with pytest.raises(ValueError, match=r"key|original"):
            store.size(key)
        with pytest.raises(ValueError, match=r"key|original|derived"):
            store.remove(key)
        assert list(store.keys("")) == []

    @pytest.mark.parametrize("prefix", ["/", "..", "a/../b", "a//b", "ä", ".unterwegs", "a/."])
    def test_prefixes_that_are_no_plain_paths_are_refused(self, store: Store, prefix: str) -> None:
        with pytest.raises(ValueError, match="prefix"):
            list(store.keys(prefix))

    def test_a_stream_can_seek(self, store: Store) -> None:
        data = bytes(range(251)) * 20000
        store.put("abgeleitet/gross", data)
        with store.open("abgeleitet/gross") as stream:
            assert stream.read(10) == data[:10]
            assert stream.seek(-7, io.SEEK_END) == len(data) - 7
            assert stream.read() == data[-7:]
            assert stream.read() == b""
            assert stream.seek(3_000_001) == 3_000_001
            assert stream.read(100) == data[3_000_001:3_000_101]
            assert stream.tell() == 3_000_101
            stream.seek(0)
            assert stream.read() == data

    def test_a_stream_left_early_hurts_nobody(self, store: Store) -> None:
        store.put("abgeleitet/gross", b"x" * 4 * MEBI)
        for _ in range(40):
            with store.open("abgeleitet/gross") as stream:
                assert stream.read(1) == b"x"

    def test_spaces_do_not_see_each_other(self, store: Store, place: Place) -> None:
        other = Place(place.location, "anderer", place.spool).open()
        longer = Place(place.location, f"{place.space}-2", place.spool).open()
        stored = kept(store, b"geheim")
        for stranger in (other, longer):
            assert stranger.size(f"originale/{stored.sha256}") is None
            assert list(stranger.keys("")) == []

    def test_what_was_written_is_there_after_opening_again(self, store: Store, place: Place) -> None:
        stored = kept(store, b"dauerhaft")
        assert content(place.open(), f"originale/{stored.sha256}") == b"dauerhaft"

    def test_a_key_below_an_object_harms_nothing(self, store: Store) -> None:
        """Either it is refused or it is another object; servers differ."""
        store.put("journal/1", b"eins")
        try:
            store.put("journal/1/2", b"zwei")
        except (ValueError, Problem):
            assert store.size("journal/1/2") is None
        assert content(store, "journal/1") == b"eins"
