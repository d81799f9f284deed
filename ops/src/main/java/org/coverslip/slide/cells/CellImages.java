package org.coverslip.slide.cells;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;

/**
 * The images of one slide, whose cells are decoded when they are touched. All methods may be called
 * from any thread. Touching a cell that cannot be decoded throws a {@link RefusedException} that
 * names the file and the cell; the next touch tries again. A thread that is interrupted while it
 * decodes is told so, and does not fail the others that wait for the cell.
 */
public final class CellImages implements Closeable {

    private final Object subject;
    private final CellCache cache;
    private final RegionSource source;
    private volatile boolean closed;

    /**
     * @param subject the file, as messages name it
     * @param cache where decoded cells are kept
     * @param source decodes the cells
     */
    public CellImages(Object subject, CellCache cache, RegionSource source) {
        this.subject = subject;
        this.cache = cache;
        this.source = source;
    }

    /**
     * @param layout of the level; the same one whenever the level is asked for
     * @return axes [x,y,c]; costs nothing until it is touched
     */
    // NB: the type of the pixels is known at run time only; PixelType pairs it with its array.
    @SuppressWarnings({"unchecked", "rawtypes"})
    public RandomAccessibleInterval<? extends RealType<?>> image(
            CellLayout layout, int level, int plane) {
        CellGrid grid = layout.grid();
        LazyCellImg.Get<Cell<?>> cells = index -> cell(layout, grid, level, plane, index);
        return new LazyCellImg(grid, (NativeType) layout.type().newType(), cells);
    }

    /** Drops the slide's cells. Images handed out refuse from then on to load. */
    @Override
    public void close() {
        closed = true;
        cache.drop(this);
    }

    private Cell<?> cell(CellLayout layout, CellGrid grid, int level, int plane, long index) {
        CellKey key = new CellKey(this, level, plane, index);
        Cell<?> cell;
        try {
            cell = cache.get(key, () -> load(layout.type(), grid, key));
        } catch (CancellationException e) {
            throw new RefusedException(subject, "reading was interrupted", "run it again", e);
        }
        // NB: a cell that was being decoded while the slide was closed has just been put back.
        if (closed) cache.drop(this);
        return cell;
    }

    private LoadedCell load(PixelType type, CellGrid grid, CellKey key) {
        long[] min = new long[3];
        int[] size = new int[3];
        grid.getCellDimensions(key.cell(), min, size);
        Region region =
                new Region(
                        key.level(),
                        key.plane(),
                        (int) min[2],
                        size[2],
                        min[0],
                        min[1],
                        size[0],
                        size[1]);
        int bytes = Math.multiplyExact(region.samples(), type.bytes());
        return new LoadedCell(new Cell<>(size, min, type.access(decode(region))), bytes);
    }

    private Object decode(Region region) {
        if (closed) {
            throw new RefusedException(subject, "it has been closed", "open it again");
        }
        try {
            Object samples = source.read(region);
            if (Array.getLength(samples) != region.samples()) {
                throw new IOException(Array.getLength(samples) + " samples");
            }
            return samples;
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // NB: an interrupt closes the file under the decoder, which is no fault of the file.
            if (Thread.currentThread().isInterrupted()) {
                throw (CancellationException)
                        new CancellationException("reading was interrupted").initCause(e);
            }
            throw new RefusedException(
                    subject,
                    "the pixels at " + region + " cannot be decoded",
                    "the file may be damaged: fetch it again from its source",
                    e);
        }
    }
}
