package org.coverslip.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.Region;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.train.split.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts of data that can be learned from, and what is said of those that cannot. */
class TrainingDataTest {

    @TempDir Path dir;

    private void picture(String name) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    private String table(String... lines) throws IOException {
        return Files.write(dir.resolve("labels.csv"), List.of(lines)).toString();
    }

    private ExampleSet read(String labels, String group) {
        return data(labels, group, 0).read();
    }

    private TrainingData data(String labels, String group, double spacing) {
        return new TrainingData(
                dir.toString(), labels, new Grouping(group), spacing, 64, 0, dir.resolve("out"));
    }

    private void refused(String labels, String group, String sentence) {
        assertThatThrownBy(() -> read(labels, group))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFolderPerClass() throws Exception {
        for (String n : List.of("b/1.png", "b/sub/2.png", "a/p1_x.png", "a/p1_y.png")) picture(n);
        ExampleSet set = read("", "");
        assertThat(set.labels()).containsExactly("a", "b");
        assertThat(set.exclusive()).isTrue();
        assertThat(set.examples())
                .extracting(Example::name)
                .containsExactly("a/p1_x.png", "a/p1_y.png", "b/1.png", "b/sub/2.png");
        assertThat(set.examples()).extracting(e -> e.labels().get(0)).containsExactly(0, 0, 1, 1);
        assertThat(set.examples()).extracting(Example::group).doesNotHaveDuplicates();
    }

    @Test
    void theUserChoosesTheOrderOfTheClassesAndLeavesSomeOut() throws Exception {
        for (String n : List.of("a/1.png", "b/1.png", "c/1.png")) picture(n);
        ExampleSet set = read("c,a", "");
        assertThat(set.labels()).containsExactly("c", "a");
        assertThat(set.examples()).hasSize(2);
        assertThat(set.notes()).anyMatch(n -> n.contains("left out: b"));
        refused("c,d", "", "no folder in " + dir + " is called d");
    }

    @Test
    void aPatternOnTheNameTellsThePatient() throws Exception {
        for (String n : List.of("a/p1_x.png", "a/p2_y.png", "b/p1_z.png")) picture(n);
        assertThat(read("", "(p\\d+)_").examples())
                .extracting(Example::group)
                .containsExactly("p1", "p2", "p1");
        refused("", "(q\\d+)_", "a/p1_x.png: nothing in its name fits group=(q\\d+)_");
        refused("", "(q", "this is not a pattern");
        refused("", "patient", "there is no table with such a column");
    }

    @Test
    void foldersNamedTrainAndTestAreSets() throws Exception {
        for (String n : List.of("train/a/1.png", "train/b/2.png", "test/a/3.png")) picture(n);
        assertThat(read("", "").examples())
                .extracting(e -> e.part().orElseThrow())
                .containsExactly(Part.TEST, Part.TRAINING, Part.TRAINING);
    }

    @Test
    void aTableWithOneLabelPerImage() throws Exception {
        for (String n : List.of("x/1.png", "y/2.png", "3.png")) picture(n);
        String labels = table("image,label,group,split", "1.png,cat,p,train", "y/2.png,dog,q,test");
        ExampleSet set = read(labels, "");
        assertThat(set.labels()).containsExactly("cat", "dog");
        assertThat(set.exclusive()).isTrue();
        assertThat(set.examples()).extracting(Example::group).containsExactly("p", "q");
        assertThat(set.examples())
                .extracting(Example::part)
                .containsExactly(Optional.of(Part.TRAINING), Optional.of(Part.TEST));
        assertThat(set.notes()).containsExactly("1 images have no row in labels.csv");
    }

    /** The header and the cells are those of ChestX-ray14's Data_Entry_2017.csv. */
    @Test
    void aTableWithSeveralLabelsPerImageAsChestXray14() throws Exception {
        for (int i = 0; i < 4; i++) picture("images_001/images/0000000" + i + ".png");
        String labels =
                table(
                        "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age",
                        "00000000.png,Cardiomegaly|Emphysema,0,1,58",
                        "00000001.png,No Finding,1,1,58",
                        "00000002.png,Hernia,0,2,81",
                        "00000003.png,Emphysema,0,3,74");
        ExampleSet set = read(labels, "");
        assertThat(set.labels()).containsExactly("Cardiomegaly", "Emphysema", "Hernia");
        assertThat(set.exclusive()).isFalse();
        assertThat(set.examples())
                .extracting(Example::labels)
                .containsExactly(List.of(0, 1), List.of(), List.of(2), List.of(1));
        assertThat(set.examples()).extracting(Example::group).containsExactly("1", "1", "2", "3");
    }

    @Test
    void rowsWithoutAnImageAreFailuresAndNotTheEnd() throws Exception {
        for (String n : List.of("1.png", "2.png")) picture(n);
        ExampleSet set = read(table("file,label", "1.png,a", "2.png,b", "9.png,b"), "");
        assertThat(set.examples()).hasSize(2);
        assertThat(set.failures().get("9.png"))
                .isEqualTo(
                        "9.png: there is no such image in "
                                + dir
                                + "; correct its row in labels.csv.");
    }

    @Test
    void aTableThatFitsNoImageIsRefused() throws Exception {
        picture("1.png");
        refused(
                table("file,label", "x.png,a", "y.png,b"),
                "",
                "none of its 2 rows names an image in " + dir + " (the first is x.png)");
        refused(table("file,label"), "", "it has no rows");
    }

    @Test
    void aTableThatSaysTooLittleIsRefused() throws Exception {
        picture("1.png");
        refused(table("name,label", "1.png,a"), "", "it has no column file, only name, label");
        refused(table("file,colour", "1.png,a"), "", "it has no column label");
        refused(table("file,label", "1.png,a", "1.png,b"), "", "1.png stands in it twice");
        refused(table("file,label", "1.png,"), "", "1.png has no label");
        refused(table("file,label,split", "1.png,a,x"), "", "in a set called \"x\"");
        refused(table("file,label", "1.png,a"), "doctor", "it has no column doctor");
        refused(table("file,label,group", "1.png,a,"), "", "1.png has no group");
        refused(dir.resolve("none.csv").toString(), "", "there is no such table");
    }

    @Test
    void slidesWithAnnotationsGiveTheTilesInsideThem() throws Exception {
        SlideParameters parameters = SlideParameters.of(3, 1500, 1500).withTissue(0.9);
        MakeSlide.of(parameters).write(dir.resolve("s.tif"));
        Files.move(dir.resolve("s-regions.geojson"), dir.resolve("s.geojson"));
        refused("", "", "give spacing= in um per pixel, such as spacing=0.5");

        ExampleSet set = data("", "", 0.5).read();

        assertThat(set.slides()).isTrue();
        assertThat(set.labels()).containsExactly("normal", "stroma", "tumour");
        assertThat(set.examples()).hasSizeGreaterThan(100);
        SyntheticSlide truth = SyntheticSlide.of(parameters);
        int right = 0;
        for (Example e : set.examples()) {
            assertThat(e.group()).isEqualTo("s.tif");
            var tile = e.tile().orElseThrow();
            int x = Math.min(1499, (int) tile.centreX());
            int y = Math.min(1499, (int) tile.centreY());
            Region middle = truth.regionAt(x, y);
            if (middle.label().equals(set.labels().get(e.labels().get(0)))) right++;
        }
        assertThat(right).isGreaterThan(set.examples().size() * 9 / 10);
    }

    @Test
    void whatSaysNothingIsRefused() throws Exception {
        refused("", "", "no file in this folder is named like an image");
        picture("1.png");
        refused("", "", "nothing says what its images show");
        picture("a/1.png");
        refused("", "", "all its images are of one class, a");
        Files.createDirectories(dir.resolve("b"));
        refused("", "", "b: this class folder is empty");
    }

    @Test
    void frequenciesAndWeights() {
        Frequencies f =
                Frequencies.of(new int[][] {{1, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}, {1, 0, 1}});
        assertThat(f.positive()).containsExactly(0.8, 0.4, 0.8);
        assertThat(f.negative()).containsExactly(0.2, 0.6, 0.2);
        assertThat(new Frequencies(new int[] {60, 30, 10}, 100).balanced())
                .containsExactly(100 / 180.0, 100 / 90.0, 100 / 30.0);
    }
}
