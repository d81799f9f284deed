package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.coverslip.classify.Classify;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classifier that ships says what it is, and knows synthetic tissue. */
class ShippedTissueTest {

    @TempDir Path dir;

    @Test
    void itSaysThatItIsForTheDemoOnly() {
        try (ModelBundle model = Models.open(Path.of(Shipped.TISSUE), Engines.get())) {
            assertThat(model.name()).contains("demo only");
            assertThat(model.description()).contains("must not be used on any");
            assertThat(model.labels()).containsExactly("normal", "stroma", "tumour");
            assertThat(model.spacing()).hasValue(0.5);
            assertThat(model.patch()).hasValue(128);
            assertThat(model.source()).isEqualTo(Path.of("tissue"));
            model.requireComplete();
        }
    }

    /** On a slide of another seed; where the middle half of a tile is of one kind. */
    @Test
    void itIsRightOnASlideItHasNeverSeen() throws Exception {
        SlideParameters parameters = SlideParameters.of(5, 2500, 2500).withTissue(0.8);
        Path file = dir.resolve("s.tif");
        MakeSlide.of(parameters).write(file);
        try (ModelBundle model = Models.open(Path.of(Shipped.TISSUE), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Classify.with(model, network)
                    .images(List.of(ImageItem.of("s.tif", file)))
                    .output(dir.resolve("out"))
                    .run();
        }
        SyntheticSlide truth = SyntheticSlide.of(parameters);
        Table tiles = Table.read(dir.resolve("out/s.tif/tiles.csv"));
        int right = 0;
        int all = 0;
        for (List<String> row : tiles.rows()) {
            int x = (int) Double.parseDouble(row.get(3)) + 64;
            int y = (int) Double.parseDouble(row.get(4)) + 64;
            if (x >= 2468 || y >= 2468) continue;
            String kind = truth.regionAt(x, y).label();
            boolean pure = !kind.equals("background");
            for (int d : new int[] {-32, 32}) {
                pure &= truth.regionAt(x + d, y + d).label().equals(kind);
                pure &= truth.regionAt(x + d, y - d).label().equals(kind);
            }
            if (!pure) continue;
            all++;
            if (row.get(7).equals(kind)) right++;
        }
        assertThat(all).isGreaterThan(100);
        assertThat(right / (double) all).isGreaterThan(0.97);
    }
}
