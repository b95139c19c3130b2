"""Where bytes are kept: the seam for originals and derived files. Knows nothing of documents or orders."""

from archive.store.location import open_store, wipe_store
from archive.store.seam import Incoming, Store, Stored

__all__ = ["Incoming", "Store", "Stored", "open_store", "wipe_store"]
