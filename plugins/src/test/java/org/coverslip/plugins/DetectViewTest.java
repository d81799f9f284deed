package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.report.LabelColours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies over the image in ImageJ. */
class DetectViewTest {

    private static final List<String> LABELS = List.of("mitosis", "debris");
    private static final String HEAD = "object,frame,part,track,label,score,x,y,width,height\n";

    @TempDir Path dir;

    private Path objects(String... rows) throws IOException {
        StringBuilder features = new StringBuilder();
        for (String row : rows) {
            String[] v = row.split(",");
            double x = Double.parseDouble(v[6]);
            double y = Double.parseDouble(v[7]);
            double r = x + Double.parseDouble(v[8]);
            double b = y + Double.parseDouble(v[9]);
            // NB: debris is a triangle, a mitosis its box.
            String ring =
                    v[4].equals("debris")
                            ? "[%s,%s],[%s,%s],[%s,%s],[%s,%s]".formatted(x, y, r, y, x, b, x, y)
                            : "[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]"
                                    .formatted(x, y, r, y, r, b, x, b, x, y);
            if (features.length() > 0) features.append(',');
            features.append(
                    "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[["
                            + ring
                            + "]]},\"properties\":{}}");
        }
        Files.writeString(
                dir.resolve("objects.geojson"),
                "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}");
        return Files.writeString(dir.resolve("objects.csv"), HEAD + String.join("\n", rows) + "\n");
    }

    private static Overlay overlay(Path objects, ImagePlus image) {
        return DetectView.overlay(objects, LABELS, new ShownImage(image, 1));
    }

    @Test
    void boxesAndOutlinesHaveTheirClassTheirColourAndTheirScore() throws IOException {
        Path table =
                objects("1,1,,,mitosis,0.915,10,20,30,40", "2,1,,7,debris,0.5,50.5,60,10,12.25");
        Overlay overlay = overlay(table, IJ.createImage("i", 100, 100, 1, 24));
        Roi box = overlay.get(0);
        assertThat(box.getType()).isEqualTo(Roi.RECTANGLE);
        assertThat(box.getBounds()).isEqualTo(new java.awt.Rectangle(10, 20, 30, 40));
        assertThat(box.getName()).startsWith("mitosis 0.9");
        assertThat(box.getStrokeColor()).isEqualTo(LabelColours.of(0));
        Roi outline = overlay.get(1);
        assertThat(outline.getType()).isEqualTo(Roi.POLYGON);
        assertThat(outline.getFloatBounds().x).isEqualTo(50.5);
        assertThat(outline.getFloatBounds().height).isEqualTo(12.25);
        assertThat(outline.getName()).isEqualTo("debris 0.50 #7");
        assertThat(outline.getStrokeColor()).isEqualTo(LabelColours.of(1));
    }

    /** A slide is shown at screen size, and what was found lies where it lies on the slide. */
    @Test
    void onASmallerPictureEverythingIsAsMuchSmaller() throws IOException {
        Path table = objects("1,1,,,mitosis,0.9,100,200,30,40", "2,1,,,debris,0.5,50,60,100,12");
        ImagePlus image = IJ.createImage("i", 100, 100, 1, 24);
        Overlay overlay = DetectView.overlay(table, LABELS, new ShownImage(image, 4));
        assertThat(overlay.get(0).getFloatBounds())
                .isEqualTo(new Rectangle2D.Double(25, 50, 7.5, 10));
        assertThat(overlay.get(1).getFloatBounds().getWidth()).isEqualTo(25);
        assertThat(overlay.get(0).getStrokeWidth()).isEqualTo(1);
    }

    /** A glomerulus of 200 pixels bears its name; a nucleus of 30 would be hidden by it. */
    @Test
    void namesAreDrawnWhereTheObjectsAreLargerThanThem() throws IOException {
        ImagePlus image = IJ.createImage("i", 300, 300, 1, 24);
        Path large = objects("1,1,,,mitosis,0.9,10,20,200,180");
        assertThat(overlay(large, image).getDrawNames()).isTrue();
        Path small = objects("1,1,,,mitosis,0.9,10,20,30,30");
        assertThat(overlay(small, image).getDrawLabels()).isFalse();
        assertThat(overlay(small, image).get(0).getStrokeWidth()).isEqualTo(2);
    }

    @Test
    void onAStackAnObjectLiesOnItsOwnSlice() throws IOException {
        Path table = objects("1,1,,,mitosis,0.9,1,2,3,4", "2,3,,,mitosis,0.9,1,2,3,4");
        ImagePlus stack = IJ.createImage("s", 100, 100, 5, 8);
        Overlay overlay = overlay(table, stack);
        assertThat(overlay.get(0).getPosition()).isEqualTo(1);
        assertThat(overlay.get(1).getPosition()).isEqualTo(3);
    }

    /** Frame 5 of two slices and three time points is slice 1 of time 3, whatever the channel. */
    @Test
    void onAHyperstackItLiesOnAllChannelsOfItsSliceAndTime() throws IOException {
        Path table = objects("1,5,,,mitosis,0.9,1,2,3,4");
        ImagePlus hyper = IJ.createHyperStack("h", 100, 100, 2, 2, 3, 8);
        Roi roi = overlay(table, hyper).get(0);
        assertThat(roi.getCPosition()).isEqualTo(0);
        assertThat(roi.getZPosition()).isEqualTo(1);
        assertThat(roi.getTPosition()).isEqualTo(3);
    }

    @Test
    void onChannelsOfOnePlaneItLiesOnAllOfThem() throws IOException {
        Path table = objects("1,1,,,mitosis,0.9,1,2,3,4");
        ImagePlus channels = IJ.createHyperStack("c", 100, 100, 3, 1, 1, 8);
        Roi roi = overlay(table, channels).get(0);
        assertThat(roi.getPosition()).isEqualTo(0);
        assertThat(roi.getCPosition()).isEqualTo(0);
    }
}
