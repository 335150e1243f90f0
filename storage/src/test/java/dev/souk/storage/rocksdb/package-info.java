/** The store in RocksDB, held to the contract and to the reference. */
@NullMarked
package dev.souk.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
