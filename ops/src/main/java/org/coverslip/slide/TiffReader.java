package org.coverslip.slide;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads TIFF and BigTIFF at full resolution, plane by plane as they are asked for.
 *
 * <p>Pages of the size and type of the first are planes; smaller versions and pages of other kinds
 * are passed over, with a note. ImageJ's and OME's descriptions give channels, slices and frames,
 * and a trusted pixel size. Without them only a resolution in centimetres is taken for a pixel
 * size, and only below 100 um and off the usual print resolutions: 72, 96 or 300 dpi measure
 * nothing. All eight orientations are turned upright. A linear calibration that ImageJ wrote is
 * applied.
 */
@Plugin(type = SlideReader.class, priority = Priority.NORMAL)
public final class TiffReader implements SlideReader {

    private static final String READER =
            "Coverslip TIFF, TwelveMonkeys " + new TIFFImageReaderSpi().getVersion();

    @Override
    public boolean accepts(Path file, byte[] head) {
        if (head.length < 8) return false;
        boolean little = head[0] == 'I' && head[1] == 'I' && head[3] == 0;
        boolean big = head[0] == 'M' && head[1] == 'M' && head[2] == 0;
        int magic = little ? head[2] : head[3];
        return (little || big) && (magic == 42 || magic == 43);
    }

    @Override
    public Slide open(Path file) throws IOException {
        List<TiffPage> all = TiffPage.readAll(file);
        TiffPage first = all.get(0);
        List<TiffPage> pages = new ArrayList<>();
        for (TiffPage page : all) {
            if (page == first || page.fits(first) && !page.reduced()) pages.add(page);
        }
        TiffLayout layout =
                TiffLayout.of(
                        first.description(),
                        first.resolution().get(0),
                        first.resolution().get(1),
                        first.resolutionUnit());
        boolean contiguous = layout.imagej() && pages.size() == 1 && layout.pages() > 1;
        boolean told = contiguous || layout.pages() == pages.size();
        boolean several = first.samples() > 1 && layout.channels() > 1;
        PlainSlide.Builder slide = PlainSlide.named(file.getFileName().toString(), READER);
        if (!told || several) {
            TiffLayout plain = TiffLayout.plain(pages.size(), layout.size());
            if (layout.pages() > 1 && !several) {
                slide.note(
                        "its description speaks of "
                                + layout.pages()
                                + " pages but "
                                + pages.size()
                                + " are there: they are read one after the other");
            }
            layout = layout.over(plain);
        }
        if (pages.size() < all.size()) {
            int left = all.size() - pages.size();
            slide.note(left + " further page(s) of another size or kind are not read");
        }
        TiffPixels pixels = new TiffPixels(file, Files.size(file), order(file), layout.imagej());
        pixels.check(first, contiguous ? layout.pages() : 1);
        for (TiffPage page : pages) pixels.check(page, 1);

        return build(slide, layout, pages, contiguous, pixels);
    }

    private static Slide build(
            PlainSlide.Builder slide,
            TiffLayout layout,
            List<TiffPage> pages,
            boolean contiguous,
            TiffPixels pixels) {
        TiffPage first = pages.get(0);
        // NB: the first page is decoded at once, so that a broken file is refused when it is
        // opened.
        Picture sample = pixels.read(first, 0);
        slide.like(sample).planes(layout.planes()).pixelSize(layout.size());
        slide.slices(layout.slices(), layout.depth());
        if (layout.channels() > 1) slide.channels(layout.channels(), false);
        layout.display().ifPresent(range -> slide.displayRange(range.min(), range.max()));
        if (first.orientation() > 1 && first.orientation() <= 8) {
            slide.note(
                    "turned upright as its orientation tag "
                            + first.orientation()
                            + " says; ImageJ shows it as it lies in the file");
        }
        if (layout.calibrated()) {
            slide.note("values are calibrated: " + layout.offset() + " + " + layout.slope() + " v");
        }
        SoftPlanes planes =
                new SoftPlanes(
                        layout.planes(),
                        plane -> {
                            List<RandomAccessibleInterval<? extends RealType<?>>> channels =
                                    new ArrayList<>();
                            for (int c = 0; c < layout.channels(); c++) {
                                int at = layout.page(plane, c);
                                Picture picture =
                                        at == 0
                                                ? sample
                                                : contiguous
                                                        ? pixels.read(first, at)
                                                        : pixels.read(pages.get(at), 0);
                                channels.add(calibrated(picture.pixels(), layout, first.bits()));
                            }
                            return join(channels);
                        });
        return slide.build(planes);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static RandomAccessibleInterval<? extends RealType<?>> join(
            List<RandomAccessibleInterval<? extends RealType<?>>> channels) {
        if (channels.size() == 1) return channels.get(0);
        return Views.concatenate(2, (List) channels);
    }

    private static RandomAccessibleInterval<? extends RealType<?>> calibrated(
            RandomAccessibleInterval<? extends RealType<?>> raw, TiffLayout layout, int bits) {
        if (!layout.calibrated()) return raw;
        double offset = layout.offset();
        double slope = layout.slope();
        // NB: this is how ImageJ stores signed 16 bit images.
        if (bits == 16 && offset == -32768 && slope == 1) {
            return Converters.convert2(
                    raw, (in, out) -> out.setReal(in.getRealDouble() + offset), ShortType::new);
        }
        return Converters.convert2(
                raw, (in, out) -> out.setReal(offset + slope * in.getRealDouble()), FloatType::new);
    }

    private static ByteOrder order(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        }
    }
}
