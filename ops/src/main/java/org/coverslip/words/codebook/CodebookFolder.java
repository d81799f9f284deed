package org.coverslip.words.codebook;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.report.WholeFile;
import org.coverslip.words.project.Pca;
import org.coverslip.words.project.Scale;
import org.coverslip.words.project.Transform;

/**
 * A codebook on disk: {@code codebook.json} says what the words are, {@code codebook.f32} holds the
 * numbers as little-endian float32: centroids [words][width], mean [features], factor [features],
 * and where there are components their mean [features] and [components][features].
 */
public final class CodebookFolder {

    private static final String FORMAT = "coverslip codebook 1";
    private static final int MOST = 1 << 20;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;

    public CodebookFolder(Path folder) {
        this.folder = folder;
    }

    /** The fields of codebook.json. */
    private record Json(
            String format,
            String model,
            String sha256,
            String layer,
            int patch,
            double um_per_pixel,
            int features,
            String scale,
            int components,
            int words,
            int[] counts) {}

    /** Writes both files; the one that makes it readable comes last. */
    public void write(Codebook book) {
        Transform t = book.transform();
        int components = t.pca().isPresent() ? t.width() : 0;
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * numbers(book.words(), t.features(), components))
                        .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        for (float[] centroid : book.centroids()) floats.put(centroid);
        floats.put(t.mean()).put(t.factor());
        t.pca()
                .ifPresent(
                        p -> {
                            floats.put(p.mean());
                            for (float[] c : p.components()) floats.put(c);
                        });
        Codebook.Origin o = book.origin();
        Json json =
                new Json(
                        FORMAT,
                        o.model(),
                        o.sha256(),
                        o.layer(),
                        o.patch(),
                        o.micrometres(),
                        t.features(),
                        t.scale().toString(),
                        components,
                        book.words(),
                        book.counts());
        WholeFile.write(folder.resolve("codebook.f32"), out -> out.write(bytes.array()));
        WholeFile.write(
                folder.resolve("codebook.json"),
                out -> out.write((GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static int numbers(int words, int features, int components) {
        int width = components > 0 ? components : features;
        long all = (long) words * width + 2L * features;
        if (components > 0) all += features + (long) components * features;
        if (all > Integer.MAX_VALUE / 8) throw new IllegalArgumentException("too large");
        return (int) all;
    }

    /**
     * Reads it back.
     *
     * @throws RefusedException if there is none, or it is not whole
     */
    public Codebook read() {
        Path file = folder.resolve("codebook.json");
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(
                    folder, "there is no codebook.json in it", "give the folder of a codebook");
        }
        try {
            if (Files.size(file) > MOST * 16L) throw damaged(file, "it is too large", null);
            Json json = GSON.fromJson(Files.readString(file), Json.class);
            check(file, json);
            return book(json, numbers(json));
        } catch (IOException | JsonParseException e) {
            throw damaged(file, "it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static void check(Path file, Json json) {
        if (json == null || !FORMAT.equals(json.format()))
            throw damaged(file, "this is not a codebook that this version reads", null);
        boolean sizes =
                within(json.words(), 1)
                        && within(json.features(), 1)
                        && within(json.components(), 0)
                        && within(json.patch(), 1)
                        && json.counts() != null
                        && json.counts().length == json.words();
        boolean texts =
                json.model() != null
                        && json.sha256() != null
                        && json.layer() != null
                        && json.scale() != null
                        && json.um_per_pixel() > 0;
        if (!sizes || !texts) throw damaged(file, "it lacks facts or they contradict", null);
    }

    private static boolean within(int value, int least) {
        return value >= least && value <= MOST;
    }

    private FloatBuffer numbers(Json json) throws IOException {
        Path file = folder.resolve("codebook.f32");
        int width = json.components() > 0 ? json.components() : json.features();
        long expected = (long) json.words() * width + 2L * json.features();
        if (json.components() > 0) expected += json.features() * (1L + json.components());
        // NB: the size is compared before anything of that size is allocated.
        if (!Files.isRegularFile(file) || Files.size(file) != 4 * expected)
            throw damaged(file, "it does not have the numbers that codebook.json speaks of", null);
        return ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    private Codebook book(Json json, FloatBuffer numbers) {
        int width = json.components() > 0 ? json.components() : json.features();
        float[][] centroids = rows(numbers, json.words(), width);
        float[] mean = rows(numbers, 1, json.features())[0];
        float[] factor = rows(numbers, 1, json.features())[0];
        Optional<Pca> pca = Optional.empty();
        if (json.components() > 0) {
            float[] centre = rows(numbers, 1, json.features())[0];
            float[][] components = rows(numbers, json.components(), json.features());
            pca = Optional.of(new Pca(centre, components, new double[json.components()]));
        }
        return new Codebook(
                new Codebook.Origin(
                        json.model(),
                        json.sha256(),
                        json.layer(),
                        json.patch(),
                        json.um_per_pixel()),
                new Transform(Scale.parse(json.scale()), mean, factor, pca),
                centroids,
                json.counts());
    }

    private float[][] rows(FloatBuffer numbers, int count, int width) {
        float[][] rows = new float[count][width];
        for (float[] row : rows) {
            numbers.get(row);
            for (float v : row)
                if (!Float.isFinite(v))
                    throw damaged(folder.resolve("codebook.f32"), "it holds no numbers", null);
        }
        return rows;
    }

    private static RefusedException damaged(Path file, String fault, Throwable cause) {
        return new RefusedException(file, fault, "learn the words again", cause);
    }
}
