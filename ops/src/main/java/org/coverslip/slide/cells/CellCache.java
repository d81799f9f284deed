package org.coverslip.slide.cells;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import net.imglib2.img.cell.Cell;

/**
 * Decoded cells, bounded in bytes. Each cell is decoded once, however many threads ask for it at
 * the same time; the others wait for the one. Where the heap runs full, cells give way before an
 * {@link OutOfMemoryError} is thrown.
 */
public final class CellCache {

    // NB: small on purpose. Tiles are met in strips, so what is needed again is needed soon; cells
    // that stay longer grow old in the collector's eyes and the heap grows with the slide: under
    // -Xmx1g the peak was 1372 MB with a quarter of the heap, 1097 MB with a sixteenth.
    private static final int SHARE_OF_HEAP = 32;
    private static final long LEAST = 32L << 20;

    private final Cache<CellKey, LoadedCell> cells;
    private final Map<CellKey, CompletableFuture<Cell<?>>> loading = new ConcurrentHashMap<>();

    /**
     * @param bytes of pixels that are kept at most; cells that are in use by someone are not
     *     counted once they have been evicted
     */
    public CellCache(long bytes) {
        // NB: Caffeine's own atomic loading holds a lock that unrelated keys share, for as long as
        // the decoding takes, and its asynchronous form cannot hold soft values. Eviction runs in
        // the calling thread so that the bound holds at once.
        cells =
                Caffeine.newBuilder()
                        .maximumWeight(bytes)
                        .weigher((CellKey key, LoadedCell cell) -> cell.bytes())
                        .softValues()
                        .executor(Runnable::run)
                        .build();
    }

    /** The cache of this Java process: a 32nd of the heap, and at least 32 MB. */
    public static CellCache shared() {
        return Shared.CACHE;
    }

    /** Bytes of pixels held now. */
    public long bytes() {
        cells.cleanUp();
        return cells.asMap().values().stream().mapToLong(LoadedCell::bytes).sum();
    }

    /**
     * The cell, decoded if it is not there. What the decoder throws reaches all who wait for it,
     * but for a {@link CancellationException}: then one of the others decodes.
     */
    Cell<?> get(CellKey key, Supplier<LoadedCell> decoder) {
        while (true) {
            LoadedCell known = cells.getIfPresent(key);
            if (known != null) return known.cell();
            CompletableFuture<Cell<?>> mine = new CompletableFuture<>();
            CompletableFuture<Cell<?>> other = loading.putIfAbsent(key, mine);
            if (other == null) return decode(key, decoder, mine);
            try {
                return await(other);
            } catch (CancellationException e) {
                // Its thread was interrupted, not this one.
            }
        }
    }

    private Cell<?> decode(
            CellKey key, Supplier<LoadedCell> decoder, CompletableFuture<Cell<?>> mine) {
        try {
            // NB: another thread may have finished between the look and the claim.
            LoadedCell cell = cells.getIfPresent(key);
            if (cell == null) {
                cell = decoder.get();
                cells.put(key, cell);
            }
            mine.complete(cell.cell());
            return cell.cell();
        } catch (Throwable t) {
            mine.completeExceptionally(t);
            throw t;
        } finally {
            loading.remove(key, mine);
        }
    }

    /** Forgets the cells of one slide. */
    void drop(Object owner) {
        cells.asMap().keySet().removeIf(key -> key.owner() == owner);
    }

    private static Cell<?> await(CompletableFuture<Cell<?>> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw e;
        }
    }

    /** Made when the first slide is opened. */
    private static final class Shared {
        static final CellCache CACHE =
                new CellCache(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }
}
