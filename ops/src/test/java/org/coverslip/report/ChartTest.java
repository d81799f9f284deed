package org.coverslip.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts are drawn without a display, and show what they are given. */
class ChartTest {

    @TempDir Path dir;

    @Test
    void barsAreAsHighAsTheirValues() {
        List<String> names = List.of("normal", "tumour");
        Chart chart =
                new Chart("Samples per class", "", "samples")
                        .bars("training", names, 100, 50)
                        .bars("validation", names, 20, 10);
        BufferedImage picture = chart.picture();

        double training = count(picture, LabelColours.of(0).getRGB());
        double validation = count(picture, LabelColours.of(1).getRGB());
        assertThat(training / validation).isBetween(4.5, 5.5);
    }

    @Test
    void aCurveOfOneEpochIsStillSeen() {
        double[] one = {1};
        BufferedImage picture = new Chart("Loss", "epoch", "loss").line("", one, one).picture();
        assertThat(count(picture, LabelColours.of(0).getRGB())).isPositive();
    }

    @Test
    void severalChartsStandOneBelowTheOther() throws Exception {
        double[] x = {1, 2, 3};
        Chart loss = new Chart("Loss", "epoch", "loss").line("training", x, x);
        Path file = dir.resolve("history.png");
        Chart.write(file, List.of(loss, loss));
        assertThat(ImageIO.read(file.toFile()).getHeight())
                .isEqualTo(2 * loss.picture().getHeight());
    }

    @Test
    void barsWithoutNamesAreAMistakeOfTheProgram() {
        Chart chart = new Chart("", "", "");
        assertThatThrownBy(() -> chart.bars("", List.of("a"), 1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long count(BufferedImage picture, int rgb) {
        long n = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) if (picture.getRGB(x, y) == rgb) n++;
        }
        return n;
    }
}
