package org.coverslip.slide.write;

/** Turns the pixels of one tile into the bytes that stand in the file. For one thread. */
@FunctionalInterface
interface TileEncoder extends AutoCloseable {

    byte[] encode(byte[] pixels);

    @Override
    default void close() {}
}
