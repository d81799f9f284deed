package org.coverslip.detect.label.format;

import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.io.RoiEncoder;
import ij.process.FloatPolygon;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.ObjectOutlines;
import org.coverslip.detect.Outline;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.report.WholeFile;
import org.coverslip.roi.RoiFiles;
import org.coverslip.roi.RoiShape;
import org.coverslip.tile.SlideRegion;
import org.scijava.plugin.Plugin;

/**
 * ImageJ's ROI sets, one zip per image. The class of a ROI is its property {@code coverslip-class}
 * (percent-encoded), or else its name without a number behind a dash: {@code mitosis-0007} is a
 * mitosis.
 */
@Plugin(type = LabelFormat.class)
public final class RoiZip implements LabelFormat {

    private static final String CLASS = "coverslip-class";
    private static final String SCORE = "coverslip-score";

    @Override
    public String name() {
        return "roi";
    }

    @Override
    public String loses() {
        return "image sizes and suffixes, which are those of the images themselves; classes"
                + " without objects and their order; less than a thousandth of a pixel";
    }

    @Override
    public boolean accepts(Path source) {
        return Sidecars.any(source, ".zip");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source, images);
        for (Path file : Sidecars.find(source, ".zip")) {
            String image = Sidecars.image(file, Sidecars.stem(source, file), images, labels);
            List<Roi> rois = RoiFiles.read(file);
            if (rois.isEmpty()) {
                throw new RefusedException(
                        file, "it holds no ROIs", "save it again from the ROI Manager");
            }
            int parts = 0;
            for (Roi roi : rois) {
                if (roi instanceof ShapeRoi shape && shape.getRois().length > 1) parts++;
                if (!roi.isArea()) {
                    throw new RefusedException(
                            file,
                            "its ROI " + roi.getName() + " is a " + roi.getTypeAsString(),
                            "draw an area instead");
                }
                Rectangle2D.Double b = roi.getFloatBounds();
                labels.object(
                        image,
                        label(roi, file),
                        b.x,
                        b.y,
                        b.x + b.width,
                        b.y + b.height,
                        outline(roi),
                        score(roi),
                        false);
            }
            if (parts > 0) {
                labels.note(
                        file
                                + ": of "
                                + parts
                                + (parts == 1 ? " ROI" : " ROIs")
                                + " of several parts, or with holes, only the outer line of the"
                                + " largest part was read");
            }
        }
        labels.remaining();
        return labels.set();
    }

    private static String label(Roi roi, Path file) {
        String property = roi.getProperty(CLASS);
        if (property != null) return URLDecoder.decode(property, StandardCharsets.UTF_8);
        String name = roi.getName() == null ? "" : roi.getName();
        // NB: what ImageJ calls a ROI that nobody named: its place, 0123-0456 or 0001-0123-0456.
        if (name.matches("[\\d-]*")) {
            throw new RefusedException(
                    file,
                    "its ROI \"" + name + "\" has no class",
                    "rename it in the ROI Manager, as mitosis-1");
        }
        return name.replaceFirst("-\\d+$", "");
    }

    private static OptionalDouble score(Roi roi) {
        String property = roi.getProperty(SCORE);
        try {
            return property == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(property));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static Optional<Outline> outline(Roi roi) {
        if (roi.getType() == Roi.RECTANGLE) return Optional.empty();
        // NB: ImageJ gives the corners of all parts in one list, as if they were one polygon.
        if (roi instanceof ShapeRoi) {
            return ObjectOutlines.of(SlideRegion.of(roi.getName(), RoiShape.of(roi)));
        }
        FloatPolygon p = roi.getFloatPolygon();
        if (p.npoints < 3) return Optional.empty();
        double[] x = new double[p.npoints];
        double[] y = new double[p.npoints];
        for (int i = 0; i < p.npoints; i++) {
            x[i] = p.xpoints[i];
            y[i] = p.ypoints[i];
        }
        return Optional.of(new Outline(x, y));
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Sidecars.files(labels, folder, ".zip")
                .forEach(
                        (image, file) -> {
                            // NB: ImageJ cannot open a set without ROIs.
                            if (image.objects().isEmpty()) return;
                            WholeFile.write(file, out -> write(out, image));
                        });
        return folder;
    }

    private static void write(OutputStream out, LabelledImage image) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        int number = 1;
        for (LabelledBox object : image.objects()) {
            String plain = object.label().replaceAll("[^\\p{L}\\p{N} ._-]", "_");
            String name = String.format(Locale.ROOT, "%s-%04d", plain, number++);
            Roi roi = roi(object);
            roi.setName(name);
            // NB: ImageJ 1.54p reads properties back byte by byte, which breaks letters beyond
            // ASCII.
            roi.setProperty(CLASS, URLEncoder.encode(object.label(), StandardCharsets.UTF_8));
            object.score().ifPresent(v -> roi.setProperty(SCORE, Double.toString(v)));
            zip.putNextEntry(new ZipEntry(name + ".roi"));
            zip.write(RoiEncoder.saveAsByteArray(roi));
            zip.closeEntry();
        }
        zip.finish();
    }

    private static Roi roi(LabelledBox object) {
        Box b = object.box();
        if (object.outline().isEmpty()) return new Roi(b.x0(), b.y0(), b.width(), b.height());
        Outline outline = object.outline().get();
        float[] x = new float[outline.size()];
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) outline.x()[i];
            y[i] = (float) outline.y()[i];
        }
        return new PolygonRoi(x, y, Roi.POLYGON);
    }
}
