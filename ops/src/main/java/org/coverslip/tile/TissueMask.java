package org.coverslip.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.coverslip.slide.PixelSize;

/**
 * Where on a slide there is tissue. Immutable, safe for several threads.
 *
 * <pre>{@code
 * TissueMask mask = TissueMask.of(Overview.of(slide, 0, slide.pixelSize()));
 * double part = mask.area(x, y, 448, 448) / (448 * 448);
 * }</pre>
 */
public final class TissueMask implements Coverage {

    private final BinaryImage mask;
    private final IntegralImage integral;
    private final Placement placement;
    private final PixelSize pixelSize;
    private final TissueKind kind;
    private final List<String> notes;

    private TissueMask(BinaryImage mask, Overview image, TissueKind kind, List<String> notes) {
        this.mask = mask;
        this.integral = new IntegralImage(mask);
        this.placement = image.placement();
        this.pixelSize = image.pixelSize().orElse(null);
        this.kind = kind;
        this.notes = List.copyOf(notes);
    }

    /** Finds tissue with the default settings, of the kind that the image looks like. */
    public static TissueMask of(Overview image) {
        return of(image, TissueKind.of(image), TissueSettings.forPixelSize(image.pixelSize()));
    }

    /**
     * Finds tissue: threshold, median, closing, small patches away, margin, holes filled; pen marks
     * out. A slide without tissue gives an empty mask.
     *
     * @throws IllegalArgumentException if the settings are in micrometres and the pixel size of the
     *     image is unknown, or if the kind is stained and the image is not RGB
     */
    public static TissueMask of(Overview image, TissueKind kind, TissueSettings settings) {
        TissueSettings px = settings.inPixels(image.pixelSize());
        List<String> notes = new ArrayList<>();
        if (settings.unit() == TissueSettings.Unit.PIXEL) notes.add(inPixels(image, settings));
        BinaryImage mask;
        BinaryImage ink = new BinaryImage(image.width(), image.height());
        if (kind == TissueKind.STAINED) {
            if (!image.rgb()) throw new IllegalArgumentException("stained tissue needs RGB");
            var tissue = new StainedTissue(image);
            if (px.withoutPen()) {
                ink = strokes(tissue.ink(), px);
                if (ink.count() > 0) notes.add(pen(ink));
            }
            mask = tissue.tissue(ink).median(px.median()).close(px.closing());
        } else {
            // NB: nuclei are only a pixel or two wide here; the median before the closing would
            // take them away.
            mask = new FluorescentTissue(image).tissue().close(px.closing()).median(px.median());
            notes.add("tissue was taken to be bright on a dark ground");
        }
        mask.fillHoles(px.largestHole())
                .removeSpecks(px.smallestTissue())
                .dilate(px.margin())
                .without(ink);
        return new TissueMask(mask, image, kind, notes);
    }

    /** Pen strokes among pixels of ink colour: what is wide and large enough, with a seam. */
    private static BinaryImage strokes(BinaryImage ink, TissueSettings px) {
        ink.open(px.pen() / 2);
        return ink.count() == 0 ? ink : ink.removeSpecks(px.smallestTissue()).dilate(px.pen());
    }

    private static String pen(BinaryImage ink) {
        return String.format(
                Locale.ROOT,
                "%.2g %% of the slide were left out as pen marks",
                100.0 * ink.count() / ink.pixels.length);
    }

    private static String inPixels(Overview image, TissueSettings settings) {
        return String.format(
                Locale.ROOT,
                "the pixel size is unknown: patches below %.0f and holes up to %.0f pixels of the"
                        + " %d x %d mask were taken for dust and for tissue",
                settings.smallestTissue(),
                settings.largestHole(),
                image.width(),
                image.height());
    }

    @Override
    public double area(double x, double y, double width, double height) {
        Placement p = placement;
        double pixels =
                integral.area(p.column(x), p.row(y), p.column(x + width), p.row(y + height));
        return pixels * p.scaleX() * p.scaleY();
    }

    /** Whether there is no tissue at all. */
    public boolean isEmpty() {
        return mask.count() == 0;
    }

    /** Tissue in mm2; empty if the pixel size is unknown. */
    public OptionalDouble squareMillimetres() {
        if (pixelSize == null) return OptionalDouble.empty();
        return OptionalDouble.of(mask.count() * pixelSize.x() * pixelSize.y() * 1e-6);
    }

    /** The mask as an image, axes [x,y], 255 for tissue, 0 for the rest. A copy. */
    public Img<UnsignedByteType> image() {
        return ArrayImgs.unsignedBytes(mask.pixels.clone(), mask.width, mask.height);
    }

    /** Where {@link #image()} lies on the slide. */
    public Placement placement() {
        return placement;
    }

    /** Extent of a pixel of {@link #image()}; empty if unknown. */
    public Optional<PixelSize> pixelSize() {
        return Optional.ofNullable(pixelSize);
    }

    /** What the slide was taken for. */
    public TissueKind kind() {
        return kind;
    }

    /** What a user should know of how the mask was made; empty if nothing. */
    public List<String> notes() {
        return notes;
    }
}
