/** The store in RocksDB; the only package that knows it. */
@NullMarked
package dev.souk.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
