package org.coverslip.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions are held against truths in the two forms in which people keep them. */
class LabelScoresTest {

    @TempDir Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private Path predictions() throws IOException {
        return file(
                "summary.csv",
                "image,width,prediction,a,b\nx.png,5,a,0.9,0.1\ny.png,5,b,0.6,0.2\n"
                        + "z.png,5,b,0.4,0.8\nw.png,5,a,0.7,0.3\nv.png,5,a,0.5,0.5\n");
    }

    private LabelScores scores(String truth) throws IOException {
        return LabelScores.of(
                predictions(), TruthTable.read(file("truth.csv", truth)), "", Bootstrap.DEFAULT);
    }

    @Test
    void oneColumnOfLabelsGivesAnAreaPerLabelTheBestFirst() throws IOException {
        LabelScores got = scores("image,label\nx.png,a\ny.png,b\nz.png,b\nw.png,a;b\n");
        assertThat(got.scores()).extracting(LabelScores.Score::label).containsExactly("a", "b");
        // a: x and w above y and z; b: y, z, w against x.
        assertThat(got.scores().get(0).auc().orElseThrow().estimate()).isEqualTo(1);
        assertThat(got.scores().get(1).auc().orElseThrow().estimate()).isEqualTo(1);
        assertThat(got.scores().get(1).positives()).isEqualTo(3);
        assertThat(got.withoutTruth()).isEqualTo(1);
        assertThat(got.table().rows().get(0).subList(0, 2)).isEqualTo(List.of("a", "1"));
    }

    @Test
    void columnsOfZeroAndOneLeaveOutWhatIsUnknown() throws IOException {
        LabelScores got = scores("image,a,b,patient\nx.png,1,,p\ny.png,1,0,p\nz.png,0,0,q\n");
        assertThat(got.scores().get(0).label()).isEqualTo("a");
        assertThat(got.scores().get(0).best().orElseThrow().threshold()).isEqualTo(0.6);
        assertThat(got.scores().get(1).auc()).as("no b anywhere").isEmpty();
        assertThat(got.scores().get(1).negatives()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() throws IOException {
        assertThatThrownBy(() -> scores("image,label\nx.png,c\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("none of its columns is one of the truth's labels (c)");
        assertThatThrownBy(() -> scores("image,label\nother.png,a\n"))
                .hasMessageContaining("the truth knows none of its images");
        assertThatThrownBy(() -> scores("image,a\nx.png,yes\n")).hasMessageContaining("\"yes\"");
        assertThatThrownBy(() -> scores("image,label\nx.png,a\nx.png,b\n"))
                .hasMessageContaining("stands there twice");
        TruthTable truth = TruthTable.read(file("t.csv", "image,label\nx.png,a\ny.png,b\n"));
        Path table = predictions();
        assertThatThrownBy(() -> LabelScores.of(table, truth, "patient", Bootstrap.DEFAULT))
                .hasMessageContaining("no column \"patient\"");
    }
}
