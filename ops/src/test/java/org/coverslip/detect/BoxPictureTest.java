package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.report.LabelColours;
import org.junit.jupiter.api.Test;

/** What a person sees of the objects in a picture. */
class BoxPictureTest {

    private static BufferedImage draw(double scale, List<Detection> found, String... labels) {
        var image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        return BoxPicture.draw(image, scale, found, List.of(labels), true);
    }

    private static boolean has(BufferedImage picture, int label, int fromY, int toY) {
        int colour = LabelColours.of(label).getRGB();
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (picture.getRGB(x, y) == colour) return true;
            }
        }
        return false;
    }

    /** On a picture scaled down by 10 a box at 500 lies at 50. */
    @Test
    void aBoxLiesWhereItsObjectIsOnTheSmallPicture() {
        Detection box = new Detection(new Box(500, 500, 1000, 1500), 1, 0.9);
        BufferedImage picture = draw(10, List.of(box), "a", "b");
        assertThat(picture.getRGB(50, 100)).isEqualTo(LabelColours.of(1).getRGB());
        assertThat(picture.getRGB(75, 100)).as("inside").isEqualTo(0xff000000);
        assertThat(has(picture, 1, 151 + 2, 200)).as("below").isFalse();
    }

    @Test
    void anObjectTooSmallForABoxIsADot() {
        Detection small = new Detection(new Box(1000, 1000, 1020, 1020), 0, 0.9);
        assertThat(has(draw(10, List.of(small), "a"), 0, 98, 104)).isTrue();
    }

    @Test
    void anOutlineIsDrawnInsteadOfTheBox() {
        Outline triangle = new Outline(new double[] {50, 150, 50}, new double[] {50, 50, 150});
        Detection object = new Detection(triangle.bounds(), 0, 0.9, Optional.of(triangle));
        BufferedImage picture = draw(1, List.of(object), "a");
        assertThat(picture.getRGB(100, 100)).as("the slope").isNotEqualTo(0xff000000);
        assertThat(picture.getRGB(149, 140)).as("the box's corner").isEqualTo(0xff000000);
    }

    @Test
    void theLegendOfManyClassesWrapsInsteadOfLeavingThePicture() {
        String[] labels = new String[14];
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = "a class with a name " + i;
            found.add(new Detection(new Box(1, 1, 20, 20), i, 0.9));
        }
        BufferedImage picture = draw(1, found, labels);
        for (int i = 0; i < labels.length; i++) {
            assertThat(has(picture, i, 200, picture.getHeight())).as(labels[i]).isTrue();
        }
    }
}
