package org.coverslip.segment.objects;

import java.util.function.Consumer;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Objects of a StarDist network, while its planes come in strip by strip and row by row. A polygon
 * is handed on as soon as nothing that is still to come can change that it is kept.
 */
public final class StarObjects {

    private final StarDecoder decoder;
    private final StarNms nms;
    private final int scale;
    private final int fullWidth;

    /**
     * @param most part of the smaller area that two objects may share
     * @param width of the objects' plane, beyond which polygons have no pixels
     * @param height of it
     * @param fullWidth of the decoder's planes
     * @param sink takes the objects, in pixels of the network's input
     */
    public StarObjects(
            StarDecoder decoder,
            double most,
            int width,
            int height,
            int fullWidth,
            Consumer<Found> sink) {
        this.decoder = decoder;
        this.fullWidth = fullWidth;
        this.scale = decoder.upsampled() ? 1 : decoder.grid();
        GeometryFactory factory = new GeometryFactory();
        this.nms =
                new StarNms(
                        most,
                        p -> {
                            ObjectMask mask = p.mask(width, height);
                            if (mask == null) return;
                            sink.accept(new Found(mask, 1, p.label, p.score, p.outline(factory)));
                        });
    }

    /**
     * The next rows of a strip.
     *
     * @param x left edge of the strip in pixels of the planes
     * @param y upper edge of the rows
     * @param width of the strip
     * @param rows how many
     * @param planes [plane][row * width + column]; NaN where nothing was computed or asked for
     */
    public void rows(int x, int y, int width, int rows, float[][] planes) {
        decoder.candidates(x, y, width, width, rows, planes, nms);
        double far = decoder.longest();
        boolean last = x + width >= fullWidth;
        double left = x * (double) scale;
        double right = last ? Double.POSITIVE_INFINITY : (x + width) * (double) scale;
        double low = (y + rows) * (double) scale;
        nms.decide((x0, y0, x1, y1) -> x1 < left - far || (x1 < right - far && y1 < low - far));
    }

    /** Hands on the rest. */
    public void finish() {
        nms.finish();
    }
}
