package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is given as a Keras file, the user gets one sentence and no half-written folder. */
class HostileKerasFilesTest {

    private static final String DENSE = "{\"units\": 2}";

    @TempDir Path folder;

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).extracting(p -> p.getFileName().toString()).noneMatch(this::isOutput);
        }
    }

    private boolean isOutput(String name) {
        return name.equals("saved") || name.startsWith(".saved");
    }

    @ParameterizedTest
    @CsvSource({
        "'', the file is empty",
        "hello, this is a text file",
        "'{\"class_name\": \"Model\"}', this is a text file",
        "'<!DOCTYPE html><html>', this is a web page",
        "'version https://git-lfs.github.com/spec/v1', this is a Git LFS pointer",
        "PK and no more, the archive is cut off or damaged"
    })
    void aFileThatIsNoModelIsNamedForWhatItIs(String content, String fault) throws IOException {
        refuses(Files.writeString(folder.resolve("model.h5"), content), fault);
    }

    @Test
    void aMissingFileAndAFolderAreRefused() {
        refuses(folder.resolve("nowhere.h5"), "there is no such file");
        refuses(folder, "this is a folder");
    }

    @Test
    void aMissingWeightIsNamed() throws IOException {
        refuses(
                archive(dense((Object) new float[3][2])),
                "layer 'dense' (Dense) has no weight 'bias'");
    }

    @Test
    void aMisshapenWeightIsNamed() throws IOException {
        refuses(
                archive(dense(new float[4][2], new float[2])),
                "weight kernel of layer 'dense' (Dense) has the shape [4,2], not [3,2]");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void aWeightThatIsNoNumberIsRefused(float value) throws IOException {
        float[][] kernel = {{0, 1}, {2, value}, {3, 4}};
        refuses(archive(dense(kernel, new float[2])), "holds " + value);
    }

    @Test
    void aPathThatLeavesTheArchiveIsRefused() throws IOException {
        for (String name :
                List.of("../evil", "a/../../evil", "/etc/evil", "C:\\evil", "..\\evil")) {
            Path file = folder.resolve("slip.keras");
            TestModel.zip(file, Map.of(name, new byte[1], "config.json", "{}".getBytes()));
            refuses(file, "a path that leaves its folder");
        }
        assertThat(folder.resolveSibling("evil")).doesNotExist();
    }

    @Test
    void aZipBombIsRefusedBeforeItUnfolds() throws IOException {
        byte[] zeros = new byte[200 << 20];
        Path file = folder.resolve("bomb.keras");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("config.json", "model.weights.h5")) {
                zip.putNextEntry(new java.util.zip.ZipEntry(name));
                zip.write(name.startsWith("config") ? "{}".getBytes() : zeros);
            }
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        refuses(file, "model.weights.h5 unpacks to more than");
    }

    @Test
    void everyCutOffFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(archive(dense(new float[3][2], new float[2])));
        for (int length = 1; length < whole.length; length += 97) {
            refuses(write("cut.keras", Arrays.copyOf(whole, length)), "");
        }
    }

    @Test
    void damagedHdf5EitherLoadsOrIsRefusedInTime() throws IOException {
        Map<String, byte[]> members =
                TestModel.members(archive(dense(new float[3][2], new float[2])));
        byte[] h5 = members.get("model.weights.h5");
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = h5.clone();
            int at = random.nextInt(Math.min(h5.length, 4096) - 4);
            // NB: large numbers in headers are the ones that ask for memory.
            for (int j = 0; j < 4; j++)
                damaged[at + j] = (byte) (i % 2 == 0 ? 0x7f : random.nextInt());
            members.put("model.weights.h5", damaged);
            Path file = TestModel.zip(folder.resolve("damaged.keras"), members);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> loadOrRefuse(file));
        }
    }

    private void loadOrRefuse(Path file) throws IOException {
        Path out = folder.resolve("loaded");
        try {
            new KerasImporter().importInto(file, out);
            Files.delete(out.resolve("saved_model.pb"));
            Files.delete(out);
        } catch (RefusedException e) {
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void modelsThatUnfoldWithoutEndAreRefused() throws IOException {
        String inner = member("\"Flatten\"", "leaf", "[[[\"in\", 0, 0, {}]]]");
        for (int i = 0; i < 30; i++) {
            String twice = "[[[\"in\", 0, 0, {}]], [[\"m%d\", 0, 0, {}]]]".formatted(i);
            String model = model("m" + i, inner, i == 0 ? "leaf" : "m" + (i - 1), i == 0 ? 0 : 1);
            inner =
                    model.substring(0, model.length() - 1)
                            + ", \"name\": \"m%d\", \"inbound_nodes\": %s}".formatted(i, twice);
        }
        refuses(withConfig(model("outer", inner, "m29", 1)), "unfolds to more than");
    }

    @Test
    void architecturesNestedWithoutEndAreRefused() throws IOException {
        String deep = "[".repeat(500_000) + "]".repeat(500_000);
        String layer = member("\"Flatten\"", "f", "[[[\"in\", 0, 0, {}]]]");
        String config = "\"config\": {\"data_format\": " + deep + "}";
        String model = model("m", layer.replace("\"config\": {}", config), "f", 0);
        refuses(withConfig(model), "nested without end");
        String sequential = "{\"class_name\": \"Sequential\", \"config\": [";
        refuses(withConfig(sequential.repeat(40) + "]}".repeat(40)), "models are nested more than");
    }

    @Test
    void aLayerThatFeedsItselfIsRefused() throws IOException {
        String a = member("\"Flatten\"", "a", "[[[\"b\", 0, 0, {}]]]");
        String b = member("\"Flatten\"", "b", "[[[\"a\", 0, 0, {}]]]");
        refuses(withConfig(model("loop", a + ", " + b, "b", 0)), "depends on its own result");
    }

    @Test
    void aForeignClassWithAKnownNameIsRefused() throws IOException {
        String foreign = "\"Flatten\", \"module\": \"my_layers\"";
        String layer = member(foreign, "mine", "[[[\"in\", 0, 0, {}]]]");
        refuses(withConfig(model("m", layer, "mine", 0)), "layer 'mine' (Flatten)");
    }

    @Test
    void namesOutOfTheFileStayInOneLine() throws IOException {
        String layer = member("\"Bad\\nClass\"", "two\\nlines", "[[[\"in\", 0, 0, {}]]]");
        refuses(withConfig(model("m", layer, "two\\nlines", 0)), "'two lines' (Bad Class)");
    }

    @Test
    void aFolderThatHoldsSomethingIsNotTouched() throws IOException {
        Path file = archive(dense(new float[3][2], new float[2]));
        Path full = Files.createDirectory(folder.resolve("full"));
        Path mine = Files.writeString(full.resolve("mine.txt"), "mine");
        for (Path target : List.of(full, mine)) {
            assertThatThrownBy(() -> new KerasImporter().importInto(file, target))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith("give a new or empty folder.");
        }
        assertThat(mine).hasContent("mine");
    }

    private static TestModel dense(Object... weights) {
        return new TestModel().input("x", 3).then("Dense", "dense", DENSE, weights);
    }

    private Path archive(TestModel model) throws IOException {
        return model.writeArchive(folder.resolve("model.keras"));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** A good archive with another architecture. */
    private Path withConfig(String json) throws IOException {
        Path good = archive(dense(new float[3][2], new float[2]));
        return TestModel.zip(
                folder.resolve("other.keras"), TestModel.members(good, "config.json", json));
    }

    private static String member(String className, String name, String nodes) {
        return "{\"class_name\": %s, \"name\": \"%s\", \"config\": {}, \"inbound_nodes\": %s}"
                .formatted(className, name, nodes);
    }

    private static String model(String name, String layers, String output, int call) {
        String in =
                "{\"class_name\": \"InputLayer\", \"name\": \"in\", \"inbound_nodes\": [],"
                        + " \"config\": {\"batch_shape\": [null, 3]}}";
        return ("{\"class_name\": \"Functional\", \"config\": {\"name\": \"%s\", \"layers\": [%s, %s],"
                        + " \"input_layers\": [[\"in\", 0, 0]],"
                        + " \"output_layers\": [[\"%s\", %d, 0]]}}")
                .formatted(name, in, layers, output, call);
    }

    private void refuses(Path file, String fault) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () ->
                        assertThatThrownBy(
                                        () ->
                                                new KerasImporter()
                                                        .importInto(file, folder.resolve("saved")))
                                .isInstanceOf(RefusedException.class)
                                .message()
                                .startsWith(file + ": ")
                                .contains(fault)
                                .endsWith(".")
                                .doesNotContain("\n"));
    }
}
