package org.coverslip.segment;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.ImageFile;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.slide.Slides;

/**
 * One image, segmented.
 *
 * @param result what the run says of itself
 * @param folder of the run
 */
record SegmentedRun(Segment.Result result, Path folder) {

    static SegmentOptions options(int tile, ObjectOptions.Method method) {
        return new SegmentOptions(
                new TileOptions(Region.ALL, 0, 0),
                tile,
                0,
                false,
                new ObjectOptions(method, 0, 0, 0));
    }

    static SegmentedRun of(
            ModelBundle model, Network network, ImagePlus image, SegmentOptions o, Path folder) {
        ImageItem item =
                new ImageItem(new ImageFile("image", 1, 1), () -> Slides.of(image), List::of);
        return of(model, network, item, o, folder);
    }

    static SegmentedRun of(
            ModelBundle model, Network network, ImageItem item, SegmentOptions o, Path folder) {
        return new SegmentedRun(
                Segment.with(model, network).images(List.of(item)).output(folder).options(o).run(),
                folder);
    }

    /** The labels, 8, 16 or 32 bit. */
    ImagePlus labels() {
        return IJ.openImage(folder.resolve("image/labels.tif").toString());
    }

    /** Cells of a column of objects.csv. */
    List<String> objects(String column) {
        Table table = Table.read(folder.resolve("image/objects.csv"));
        int at = table.columns().indexOf(column);
        return table.rows().stream().map(r -> r.get(at)).toList();
    }
}
