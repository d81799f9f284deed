package org.coverslip.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final List<String> COLUMNS = List.of("image", "prediction", "p");
    private static final ModelIdentity MODEL =
            new ModelIdentity("cells", "cells.h5", "Keras", "ab12");

    @TempDir Path dir;

    private Path out;
    private ImageFile a;
    private ImageFile b;

    @BeforeEach
    void twoImages() throws IOException {
        out = dir.resolve("out");
        a = ImageFile.of("a.png", Files.writeString(dir.resolve("a.png"), "aa"));
        b = ImageFile.of("b.png", Files.writeString(dir.resolve("b.png"), "b"));
    }

    private RunFolder open(String overlap) {
        return RunFolder.open(
                out, new Request("classify", Map.of("overlap", overlap), MODEL), COLUMNS);
    }

    private JsonObject record() throws IOException {
        return JsonParser.parseString(Files.readString(out.resolve("run.json"))).getAsJsonObject();
    }

    @Test
    void oneRowPerImageInNameOrder() throws IOException {
        try (RunFolder run = open("0")) {
            run.done(b, List.of("b.png", "normal", "0.25"));
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.finish();
        }
        assertThat(out.resolve("summary.csv"))
                .hasContent("image,prediction,p\na.png,normal,0.5\nb.png,normal,0.25\n");
        assertThat(out.resolve("failures.csv")).doesNotExist();
        assertThat(record().get("status").getAsString()).isEqualTo("done");
    }

    @Test
    void theRecordSaysWhichModelDeviceAndSettingsMadeTheNumbers() throws IOException {
        try (RunFolder run = open("0.5")) {
            run.ranOn("TensorFlow 2.16.1", "auto", "cpu");
            run.warn("alpha was dropped");
            run.readBy("Bio-Formats 8.0.0");
            run.finish();
        }
        JsonObject json = record();
        assertThat(json.getAsJsonObject("model").get("sha256").getAsString()).isEqualTo("ab12");
        assertThat(json.getAsJsonObject("device").get("ran").getAsString()).isEqualTo("cpu");
        assertThat(json.getAsJsonArray("readers").toString()).contains("Bio-Formats 8.0.0");
        assertThat(json.getAsJsonObject("settings").get("overlap").getAsString()).isEqualTo("0.5");
        assertThat(json.getAsJsonArray("warnings").toString()).contains("alpha was dropped");
    }

    @Test
    void aFailureIsAnEntryInFailuresCsvAndNotARow() throws IOException {
        try (RunFolder run = open("0")) {
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.failed(b, "b.png: it is truncated, \"really\"; get it again.");
            run.finish();
        }
        Table failures = Table.read(out.resolve("failures.csv"));
        assertThat(failures.rows())
                .containsExactly(
                        List.of("b.png", "b.png: it is truncated, \"really\"; get it again."));
        assertThat(Table.read(out.resolve("summary.csv")).rows()).hasSize(1);
        assertThat(record().get("status").getAsString()).isEqualTo("some images failed");
    }

    @Test
    void aSecondRunOfTheSameRequestSkipsWhatIsDoneAndRetriesWhatFailed() {
        try (RunFolder run = open("0")) {
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.failed(b, "b.png: broken; mend it.");
            run.finish();
        }
        try (RunFolder run = open("0")) {
            assertThat(run.isDone(a)).isTrue();
            assertThat(run.isDone(b)).isFalse();
            run.done(b, List.of("b.png", "opacity", "0.75"));
            run.finish();
        }
        assertThat(out.resolve("failures.csv")).doesNotExist();
        assertThat(out.resolve("summary.csv"))
                .hasContent("image,prediction,p\na.png,normal,0.5\nb.png,opacity,0.75\n");
    }

    @Test
    void anImageThatWasChangedSinceIsDoneAgain() throws IOException {
        try (RunFolder run = open("0")) {
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.finish();
        }
        ImageFile changed =
                ImageFile.of(
                        "a.png", Files.writeString(dir.resolve("a.png"), "longer than before"));
        try (RunFolder run = open("0")) {
            assertThat(run.isDone(changed)).isFalse();
        }
    }

    @Test
    void anImageThatLeftTheInputLeavesTheSummary() {
        try (RunFolder run = open("0")) {
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.done(b, List.of("b.png", "normal", "0.5"));
            run.finish();
        }
        try (RunFolder run = open("0")) {
            run.keepOnly(Set.of("b.png"));
            run.finish();
        }
        assertThat(Table.read(out.resolve("summary.csv")).rows())
                .containsExactly(List.of("b.png", "normal", "0.5"));
    }

    @Test
    void aRunThatBrokeOffKeepsItsRows() {
        try (RunFolder run = open("0")) {
            run.done(a, List.of("a.png", "normal", "0.5"));
        }
        try (RunFolder run = open("0")) {
            assertThat(run.isDone(a)).isTrue();
        }
    }

    @Test
    void anotherRequestReplacesOldResultsButNoFileOfTheUsers() throws IOException {
        try (RunFolder run = open("0")) {
            Path own = Files.createDirectories(run.folderOf("a.png"));
            Files.writeString(own.resolve("objects.csv"), "old");
            Files.writeString(own.resolve("my notes.txt"), "mine");
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.finish();
        }
        try (RunFolder run = open("0.5")) {
            assertThat(run.isDone(a)).isFalse();
            assertThat(run.summary().rows()).isEmpty();
            run.finish();
        }
        assertThat(out.resolve("a.png/objects.csv")).doesNotExist();
        assertThat(out.resolve("a.png/my notes.txt")).hasContent("mine");
        assertThat(record().getAsJsonArray("warnings").toString()).contains("replaced");
    }

    @Test
    void anEditedRecordCannotMakeItDeleteOutsideTheFolder() throws IOException {
        Path victim = Files.createDirectories(dir.resolve("elsewhere"));
        Files.writeString(victim.resolve("objects.csv"), "precious");
        try (RunFolder run = open("0")) {
            run.done(a, List.of("a.png", "normal", "0.5"));
            run.finish();
        }
        Path json = out.resolve("run.json");
        Files.writeString(json, Files.readString(json).replace("\"a.png\"", "\"../elsewhere\""));
        open("0.5").close();
        assertThat(victim.resolve("objects.csv")).hasContent("precious");
    }

    @Test
    void aDamagedRecordMeansAFreshStart() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("run.json"), "{\"images\": [");
        try (RunFolder run = open("0")) {
            assertThat(run.isDone(a)).isFalse();
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Files.writeString(out, "I am a file");
        assertThatThrownBy(() -> open("0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("name a folder");
    }
}
