package org.coverslip.explain;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.classify.Prediction;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.Numbers;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.WholeFile;
import org.coverslip.roi.Part;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Preparation;

/** Writes what came out: maps, overlays, tables, and the gallery over all images. */
final class ExplainReport {

    /** Longest side of an overlay: fits a screen. */
    static final int SCREEN = 1400;

    private final RunFolder folder;
    private final ModelBundle model;
    private final Explainer explainer;
    private final HeatLook look;
    private final HeatFiles files;

    ExplainReport(RunFolder folder, ModelBundle model, Explainer explainer, HeatLook look) {
        this.folder = folder;
        this.model = model;
        this.explainer = explainer;
        this.look = look;
        this.files = new HeatFiles(made());
    }

    /** The columns of summary.csv. */
    static List<String> columns(List<String> labels) {
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "image",
                                "width",
                                "height",
                                "parts",
                                "prediction",
                                "explained",
                                "method",
                                "layer",
                                "in_tissue",
                                "in_rois",
                                "pointing"));
        columns.addAll(labels);
        return columns;
    }

    RunFolder folder() {
        return folder;
    }

    HeatFiles files() {
        return files;
    }

    HeatLook look() {
        return look;
    }

    String heading() {
        String note =
                explainer.note().isEmpty() ? "" : " (NOT what was asked: " + explainer.note() + ")";
        return model.name() + ", " + explainer.described() + note;
    }

    private String made() {
        return "Coverslip explain, " + heading() + ", weights " + model.sha256();
    }

    ExplanationRows rows() {
        return new ExplanationRows(explainer.method().word(), explainer.layer());
    }

    /** Notes what the run record should say of an image. */
    void opened(ImageItem item, Slide slide, Preparation preparation) {
        String name = item.id().name();
        preparation.remark(slide.channels(), slide.rgb(), name).ifPresent(folder::warn);
        folder.readBy(slide.reader());
        folder.notes(name, slide.notes());
    }

    /**
     * A part and its picture.
     *
     * @param several whether the image has further parts
     * @param picture at most {@link #SCREEN} pixels on its longer side
     */
    record Shown(
            ImageItem item,
            Part part,
            boolean several,
            Prediction prediction,
            BufferedImage picture) {

        ExplanationRows.Place place() {
            return new ExplanationRows.Place(
                    item.id().name(),
                    several ? part.name() : "",
                    part.plane() + 1,
                    part.x(),
                    part.y(),
                    part.width(),
                    part.height());
        }
    }

    /**
     * The folder of an image, or of one of its parts.
     *
     * @param part {@code null} for the image as a whole
     */
    Path folderOf(ImageItem item, Part part, int index) {
        Path own = folder.folderOf(item.id().name());
        if (part != null) own = own.resolve(part(index, part.name()));
        deletePictures(own);
        return own;
    }

    /** Folder of a part inside that of its image. */
    static String part(int index, String name) {
        return String.format(Locale.ROOT, "%03d-%s", index + 1, safe(name));
    }

    /** Letters that every file system takes. */
    static String safe(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._ -]", "_").strip();
        return safe.isEmpty() || safe.startsWith(".") ? "_" + safe : safe;
    }

    /** NB: with label=top an earlier run may have left the picture of another label. */
    private static void deletePictures(Path own) {
        if (!Files.isDirectory(own)) return;
        try (DirectoryStream<Path> old = Files.newDirectoryStream(own, "overlay-*.png")) {
            for (Path file : old) Files.delete(file);
        } catch (IOException e) {
            throw new RefusedException(
                    own,
                    "an earlier result there cannot be deleted (" + e.getMessage() + ")",
                    "close it or choose another output",
                    e);
        }
    }

    void write(
            Shown shown,
            Path own,
            Optional<PixelSize> pixelSize,
            List<Integer> labels,
            List<RawHeat> heats) {
        List<HeatFiles.Channel> channels = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            channels.add(new HeatFiles.Channel(model.labels().get(labels.get(k)), heats.get(k)));
        }
        Part part = shown.part();
        int factor =
                files.write(
                        own, channels, part.x(), part.y(), part.width(), part.height(), pixelSize);
        if (factor > 1) {
            folder.warn(
                    shown.item().id().name()
                            + ": its heat maps have one pixel for "
                            + factor
                            + " x "
                            + factor
                            + " of the image");
        }
        for (int k = 0; k < labels.size(); k++) {
            String label = channels.get(k).label();
            RawHeat heat = heats.get(k).normalised();
            overlay(own.resolve("overlay-" + safe(label) + ".png"), shown.picture(), heat);
        }
    }

    /** What stands below a picture. */
    static String line(String label, double probability, RawHeat heat) {
        String text = label + " " + ExplainImages.percent(probability);
        return heat.max() > 0 ? text : text + ": nothing speaks for it";
    }

    void overlay(Path file, BufferedImage picture, RawHeat heat) {
        BufferedImage over = look.over(picture, heat);
        WholeFile.write(file, out -> ImageIO.write(over, "png", out));
    }

    /** As large as the gallery shows it. */
    static BufferedImage small(BufferedImage picture) {
        double scale = Gallery.SIDE / (double) Math.max(picture.getWidth(), picture.getHeight());
        int w = (int) Math.max(1, Math.round(picture.getWidth() * scale));
        int h = (int) Math.max(1, Math.round(picture.getHeight() * scale));
        BufferedImage from = picture;
        // NB: Java's bilinear kernel sees four pixels: halving again and again keeps fine lines.
        while (from.getWidth() / 2 > w)
            from = scaled(from, from.getWidth() / 2, from.getHeight() / 2);
        return scaled(from, w, h);
    }

    private static BufferedImage scaled(BufferedImage from, int w, int h) {
        BufferedImage to = new BufferedImage(w, Math.max(1, h), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = to.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(from, 0, 0, to.getWidth(), to.getHeight(), null);
        g.dispose();
        return to;
    }

    /** Enters an image that is whole. */
    void done(ImageItem item, Slide slide, Prediction mean, int parts, ExplanationRows rows) {
        String name = item.id().name();
        Table table = rows.table();
        table.write(folder.folderOf(name).resolve(ExplanationRows.FILE));
        Level full = slide.levels().get(0);
        int label = ExplanationRows.COLUMNS.indexOf("label");
        List<String> explained = table.rows().stream().map(r -> r.get(label)).distinct().toList();
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(full.width()),
                                Long.toString(full.height()),
                                Integer.toString(parts),
                                mean.text(),
                                String.join(";", explained),
                                explainer.method().word(),
                                explainer.layer()));
        row.addAll(rows.means());
        mean.probabilities().forEach(p -> row.add(Numbers.text(p)));
        folder.done(item.id(), row);
    }

    /**
     * Writes what is over all images: the rows of each in one table, and for images the gallery;
     * slides have one each.
     */
    void finish(List<ImageItem> items, boolean slides) {
        List<List<String>> all = new ArrayList<>();
        for (List<String> row : folder.summary().rows()) {
            Path own = folder.folderOf(row.get(0)).resolve(ExplanationRows.FILE);
            if (Files.exists(own)) all.addAll(Table.read(own).rows());
        }
        new Table(ExplanationRows.COLUMNS, all).write(folder.path().resolve(ExplanationRows.FILE));
        if (!slides) new RunGallery(folder, new Gallery(look, heading())).write(items);
    }
}
