package org.coverslip.detect.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.Outline;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layout, written from known boxes, gives these boxes back. */
class DecodersTest {

    private static final int CLASSES = 3;

    /** Known objects, in parts of the input; the first and the last row of a layout hold one. */
    private static final double[][] TRUTH = {
        {0.10, 0.12, 0.30, 0.25, 0, 0.9},
        {0.40, 0.50, 0.45, 0.58, 1, 0.8},
        {0.60, 0.05, 0.95, 0.70, 2, 0.7},
        {0.00, 0.80, 0.20, 1.00, 1, 0.6},
    };

    @ParameterizedTest
    @CsvSource({
        "320,false,false", "640,false,false", "1280,false,false",
        "320,true,false", "640,true,false", "1280,true,false",
        "640,false,true", "640,true,true"
    })
    void yolov5(int size, boolean pixels, boolean transposed) {
        int n = 3 * cells(size);
        float[] rows = rows(n, 5 + CLASSES, size, pixels);
        for (int i = 0; i < TRUTH.length; i++) {
            int at = place(i, n) * (5 + CLASSES);
            centred(rows, at, TRUTH[i], pixels ? size : 1);
            rows[at + 4] = 0.95f;
            rows[at + 5 + (int) TRUTH[i][4]] = (float) (TRUTH[i][5] / 0.95);
        }
        check(size, Map.of("output", table(rows, n, 5 + CLASSES, transposed)), "yolov5");
    }

    @ParameterizedTest
    @CsvSource({
        "320,false,false", "640,false,false", "1280,false,false",
        "320,true,true", "640,true,true", "1280,true,true"
    })
    void yolov8(int size, boolean pixels, boolean transposed) {
        int n = cells(size);
        float[] rows = rows(n, 4 + CLASSES, size, pixels);
        for (int i = 0; i < TRUTH.length; i++) {
            int at = place(i, n) * (4 + CLASSES);
            centred(rows, at, TRUTH[i], pixels ? size : 1);
            rows[at + 4 + (int) TRUTH[i][4]] = (float) TRUTH[i][5];
        }
        check(size, Map.of("output", table(rows, n, 4 + CLASSES, transposed)), "yolov8");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 640, 1280})
    void suppressionBuiltInAsRows(int size) {
        for (int scale : new int[] {1, size}) {
            float[] rows = new float[300 * 6];
            for (int i = 0; i < TRUTH.length; i++) {
                int at = place(i, 300) * 6;
                for (int c = 0; c < 4; c++) rows[at + c] = (float) (TRUTH[i][c] * scale);
                rows[at + 4] = (float) TRUTH[i][5];
                rows[at + 5] = (float) TRUTH[i][4];
            }
            check(size, Map.of("output", Tensor.of(rows, 1, 300, 6)), "nms-rows");
        }
    }

    /** NB: 5 + 1 columns are as many as rows of corners, score and class have. */
    @ParameterizedTest
    @ValueSource(ints = {320, 640, 1280})
    void aYolov5OfOneClassIsNotTakenForRowsAfterSuppression(int size) {
        OutputLayout one =
                new OutputLayout(
                        Map.of("output", new long[] {1, 3 * cells(size), 6}),
                        size,
                        size,
                        OptionalInt.of(1),
                        Map.of());
        assertThat(Decoders.choose("mitosis", one).name()).isEqualTo("yolov5");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 640, 1280})
    void suppressionBuiltInAsLists(int size) {
        int n = TRUTH.length;
        float[] boxes = new float[100 * 4];
        float[] scores = new float[100];
        float[] classes = new float[100];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 4; c++) boxes[4 * i + c] = (float) TRUTH[i][c];
            scores[i] = (float) TRUTH[i][5];
            classes[i] = (float) TRUTH[i][4];
        }
        // NB: rows behind the count hold rubbish, as the real export's do.
        scores[n] = 1;
        boxes[4 * n + 2] = 1;
        boxes[4 * n + 3] = 1;
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("output_0", Tensor.of(boxes, 1, 100, 4));
        outputs.put("output_1", Tensor.of(scores, 1, 100));
        outputs.put("output_2", Tensor.of(classes, 1, 100));
        outputs.put("output_3", Tensor.of(new int[] {n}, 1));
        check(size, outputs, "nms-lists");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 640, 1280})
    void objectDetectionApi(int size) {
        int n = TRUTH.length;
        float[] boxes = new float[n * 4];
        float[] scores = new float[n];
        float[] classes = new float[n];
        for (int i = 0; i < n; i++) {
            boxes[4 * i] = (float) TRUTH[i][1];
            boxes[4 * i + 1] = (float) TRUTH[i][0];
            boxes[4 * i + 2] = (float) TRUTH[i][3];
            boxes[4 * i + 3] = (float) TRUTH[i][2];
            scores[i] = (float) TRUTH[i][5];
            classes[i] = (float) TRUTH[i][4] + 1;
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("detection_boxes", Tensor.of(boxes, 1, n, 4));
        outputs.put("detection_scores", Tensor.of(scores, 1, n));
        outputs.put("detection_classes", Tensor.of(classes, 1, n));
        outputs.put("num_detections", Tensor.of(new float[] {n}, 1));
        check(size, outputs, "tf-object-detection");
    }

    /** The exports differ: logits or probabilities, an axis of 1 in the encodings or none. */
    @ParameterizedTest
    @CsvSource({"320,false", "640,false", "1280,false", "320,true", "640,true", "1280,true"})
    void ssdWithAnchors(int size, boolean tfLite) {
        int n = 50;
        float[] boxes = new float[n * 4];
        float[] scores = new float[n * (1 + CLASSES)];
        float[] anchors = new float[n * 4];
        Arrays.fill(scores, tfLite ? 0.01f : -9);
        for (int i = 0; i < n; i++) {
            anchors[4 * i] = 0.3f;
            anchors[4 * i + 1] = 0.4f;
            anchors[4 * i + 2] = 0.2f;
            anchors[4 * i + 3] = 0.1f;
        }
        for (int i = 0; i < TRUTH.length; i++) {
            int row = place(i, n);
            double[] t = TRUTH[i];
            boxes[4 * row] = (float) (10 * ((t[1] + t[3]) / 2 - 0.3) / 0.2);
            boxes[4 * row + 1] = (float) (10 * ((t[0] + t[2]) / 2 - 0.4) / 0.1);
            boxes[4 * row + 2] = (float) (5 * Math.log((t[3] - t[1]) / 0.2));
            boxes[4 * row + 3] = (float) (5 * Math.log((t[2] - t[0]) / 0.1));
            scores[row * (1 + CLASSES) + 1 + (int) t[4]] =
                    (float) (tfLite ? t[5] : Math.log(t[5] / (1 - t[5])));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(
                tfLite ? "raw_outputs/box_encodings" : "box_encodings",
                tfLite ? Tensor.of(boxes, 1, n, 1, 4) : Tensor.of(boxes, 1, n, 4));
        outputs.put("class_predictions", Tensor.of(scores, 1, n, 1 + CLASSES));
        outputs.put("anchors", Tensor.of(anchors, n, 4));
        check(size, outputs, "ssd");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 640, 1280})
    void centreHeat(int size) {
        int n = size / 4;
        float[] heat = new float[n * n * CLASSES];
        float[] extent = new float[n * n * 2];
        float[] offset = new float[n * n * 2];
        for (double[] t : TRUTH) {
            double cx = (t[0] + t[2]) / 2 * n;
            double cy = (t[1] + t[3]) / 2 * n;
            int cell = (int) cy * n + (int) cx;
            heat[cell * CLASSES + (int) t[4]] = (float) t[5];
            heat[(cell + 1) * CLASSES + (int) t[4]] = (float) t[5] * 0.9f;
            extent[2 * cell] = (float) ((t[2] - t[0]) * n);
            extent[2 * cell + 1] = (float) ((t[3] - t[1]) * n);
            offset[2 * cell] = (float) (cx - (int) cx);
            offset[2 * cell + 1] = (float) (cy - (int) cy);
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("heat", Tensor.of(heat, 1, n, n, CLASSES));
        outputs.put("offset", Tensor.of(offset, 1, n, n, 2));
        outputs.put("size", Tensor.of(extent, 1, n, n, 2));
        check(size, outputs, "centre-heat");
    }

    @Test
    void masksFromPrototypes() {
        int size = 320;
        int n = cells(size);
        int columns = 4 + CLASSES + 2;
        float[] rows = rows(n, columns, size, true);
        for (int i = 0; i < TRUTH.length; i++) {
            int at = place(i, n) * columns;
            centred(rows, at, TRUTH[i], size);
            rows[at + 4 + (int) TRUTH[i][4]] = (float) TRUTH[i][5];
            rows[at + 4 + CLASSES] = 1;
        }
        // The first prototype is positive left of 0.2 of the input.
        float[] prototypes = new float[80 * 80 * 2];
        for (int i = 0; i < 80 * 80; i++) prototypes[2 * i] = i % 80 < 16 ? 5 : -5;
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("output0", table(rows, n, columns, true));
        outputs.put("output1", Tensor.of(prototypes, 1, 80, 80, 2));
        List<Detection> found = check(size, outputs, "yolov8");
        Box left = found.get(0).outline().orElseThrow().bounds();
        assertThat(left.x0()).isEqualTo(32, within(1.0));
        assertThat(left.x1()).isEqualTo(64, within(1.0));
        assertThat(found.get(2).outline()).isEmpty();
    }

    /** A fourth grid of step 64 is what YOLOv5's large variants have, at 1280. */
    @Test
    void yolov5WithFourGrids() {
        int n = 3 * (160 * 160 + 80 * 80 + 40 * 40 + 20 * 20);
        float[] rows = rows(n, 5 + CLASSES, 1280, false);
        for (int i = 0; i < TRUTH.length; i++) {
            int at = place(i, n) * (5 + CLASSES);
            centred(rows, at, TRUTH[i], 1);
            rows[at + 4] = 1;
            rows[at + 5 + (int) TRUTH[i][4]] = (float) TRUTH[i][5];
        }
        check(1280, Map.of("output", table(rows, n, 5 + CLASSES, false)), "yolov5");
    }

    /** Width and height are scaled by their own extent: 640x384 has 80x48 + 40x24 + 20x12 cells. */
    @Test
    void inputsThatAreNotSquare() {
        int n = 5040;
        OutputLayout layout =
                new OutputLayout(Map.of(), 640, 384, OptionalInt.of(CLASSES), Map.of());
        float[] rows = rows(n, 4 + CLASSES, 1, false);
        int last = (n - 1) * (4 + CLASSES);
        centred(rows, last, new double[] {0.25, 0.5, 0.5, 0.75}, 1);
        rows[last + 4 + 2] = 0.5f;
        Outputs outputs = Outputs.of(Map.of("o", table(rows, n, 4 + CLASSES, true)), layout);
        Decoder decoder = Decoders.choose("m", outputs.layout());
        assertThat(decoder.name()).isEqualTo("yolov8");
        assertThat(decoder.decode(outputs, 0, 0.25))
                .containsExactly(new Detection(new Box(160, 192, 320, 288), 2, 0.5));
    }

    /** One output that holds heat, sizes and offsets, asked for by name. */
    @Test
    void centreHeatInOneOutput() {
        int n = 80;
        int depth = CLASSES + 4;
        float[] map = new float[n * n * depth];
        for (double[] t : TRUTH) {
            double cx = (t[0] + t[2]) / 2 * n;
            double cy = (t[1] + t[3]) / 2 * n;
            int at = ((int) cy * n + (int) cx) * depth;
            map[at + (int) t[4]] = (float) t[5];
            map[at + CLASSES] = (float) ((t[2] - t[0]) * n);
            map[at + CLASSES + 1] = (float) ((t[3] - t[1]) * n);
            map[at + CLASSES + 2] = (float) (cx - (int) cx);
            map[at + CLASSES + 3] = (float) (cy - (int) cy);
        }
        check(
                320,
                Map.of("map", Tensor.of(map, 1, n, n, depth)),
                "centre-heat",
                Map.of("name", "centre-heat"));
    }

    /**
     * Discs as their signed distance, in the first prototype only; and the box of the second object
     * cuts its mask. Both orders of axes, second sample of a batch.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void masksLieWhereTheirPrototypesSay(boolean channelsFirst) {
        int size = 640;
        int n = cells(size);
        int columns = 4 + CLASSES + 3;
        float[] rows = new float[2 * n * columns];
        System.arraycopy(rows(n, columns, size, true), 0, rows, n * columns, n * columns);
        int at = n * columns + (n - 1) * columns;
        centred(rows, at, new double[] {0.25, 0.25, 0.75, 0.75}, size);
        rows[at + 4] = 0.9f;
        rows[at + 4 + CLASSES] = 1;
        int p = 160;
        float[] prototypes = new float[2 * p * p * 3];
        for (int y = 0; y < p; y++) {
            for (int x = 0; x < p; x++) {
                // NB: a prototype's pixel is four of the input, and its centre is in their middle.
                double dx = (x + 0.5) * 4 - 320;
                double dy = (y + 0.5) * 4 - 300;
                int place = channelsFirst ? y * p + x : (y * p + x) * 3;
                prototypes[p * p * 3 + place] = (float) (100 - Math.hypot(dx, dy));
            }
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("boxes", Tensor.of(rows, 2, n, columns));
        outputs.put(
                "masks",
                channelsFirst
                        ? Tensor.of(prototypes, 2, 3, p, p)
                        : Tensor.of(prototypes, 2, p, p, 3));
        Outputs all = Outputs.of(outputs, layout(size, Map.of()));
        List<Detection> found = Decoders.choose("m", all.layout()).decode(all, 1, 0.25);
        Outline disc = found.get(0).outline().orElseThrow();
        assertThat(disc.area()).isEqualTo(Math.PI * 100 * 100, within(0.02 * Math.PI * 100 * 100));
        assertThat(disc.bounds().x0()).isEqualTo(220, within(1.0));
        assertThat(disc.bounds().x1()).isEqualTo(420, within(1.0));
        assertThat(disc.bounds().y0()).isEqualTo(200, within(1.0));
        assertThat(disc.bounds().y1()).isEqualTo(400, within(1.0));
    }

    /** Masks of the Object Detection API are stretched over their box, whatever its proportions. */
    @Test
    void masksOfTheObjectDetectionApi() {
        float[] mask = new float[33 * 33];
        for (int i = 0; i < mask.length; i++) mask[i] = i / 33 < 11 ? 0.9f : 0.1f;
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("detection_boxes", Tensor.of(new float[] {0.1f, 0.2f, 0.7f, 0.4f}, 1, 1, 4));
        outputs.put("detection_scores", Tensor.of(new float[] {0.9f}, 1, 1));
        outputs.put("detection_classes", Tensor.of(new float[] {1}, 1, 1));
        outputs.put("detection_masks", Tensor.of(mask, 1, 1, 33, 33));
        outputs.put("num_detections", Tensor.of(new float[] {1}, 1));
        Outputs all = Outputs.of(outputs, layout(1000, Map.of()));
        Outline upper =
                Decoders.choose("m", all.layout()).decode(all, 0, 0.5).get(0).outline().get();
        assertThat(upper.bounds().x0()).isEqualTo(200, within(0.01));
        assertThat(upper.bounds().x1()).isEqualTo(400, within(0.01));
        assertThat(upper.bounds().y0()).isEqualTo(100, within(0.01));
        assertThat(upper.bounds().y1()).as("a third of the box").isEqualTo(300, within(0.01));
    }

    /** What does not belong together is no layout that is known, before anything is read. */
    @Test
    void listsOfDifferentLengthAreNotRead() {
        Map<String, long[]> api =
                Map.of(
                        "detection_boxes", new long[] {1, 100, 4},
                        "detection_scores", new long[] {1, 50},
                        "detection_classes", new long[] {1, 100});
        Map<String, long[]> lists =
                Map.of(
                        "boxes", new long[] {1, 100, 4},
                        "scores", new long[] {1, 100},
                        "classes", new long[] {1, 99},
                        "valid_detections", new long[] {1});
        Map<String, long[]> anchors =
                Map.of(
                        "box_encodings", new long[] {1, 100, 4},
                        "class_predictions", new long[] {1, 100, 1 + CLASSES},
                        "anchors", new long[] {90, 4});
        Map<String, long[]> classes =
                Map.of(
                        "box_encodings", new long[] {1, 100, 4},
                        "class_predictions", new long[] {1, 100, 91},
                        "anchors", new long[] {100, 4});
        for (Map<String, long[]> shapes : List.of(api, lists, anchors, classes)) {
            OutputLayout layout =
                    new OutputLayout(shapes, 320, 320, OptionalInt.of(CLASSES), Map.of());
            assertThatThrownBy(() -> Decoders.choose("m", layout))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("3 labels");
        }
    }

    @Test
    void aWrongNumberOfLabelsIsRefusedWithTheShape() {
        OutputLayout coco =
                new OutputLayout(
                        Map.of("output0", new long[] {1, 84, 8400}),
                        640,
                        640,
                        OptionalInt.of(CLASSES),
                        Map.of());
        assertThatThrownBy(() -> Decoders.choose("m", coco))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("output0 [1,84,8400]")
                .hasMessageContaining("3 labels");
    }

    @Test
    void aCountThatIsNoNumberIsRefused() {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("detection_boxes", Tensor.of(new float[4], 1, 1, 4));
        outputs.put("detection_scores", Tensor.of(new float[1], 1, 1));
        outputs.put("detection_classes", Tensor.of(new float[1], 1, 1));
        outputs.put("num_detections", Tensor.of(new float[] {Float.NaN}, 1));
        Outputs all = Outputs.of(outputs, layout(320, Map.of()));
        assertThatThrownBy(() -> new ObjectDetectionApi().decode(all, 0, 0.5))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("num_detections");
    }

    @Test
    void orientedBoxesTurnByTheirAngle() {
        int n = cells(640);
        int columns = 4 + CLASSES + 1;
        float[] rows = rows(n, columns, 640, true);
        centred(rows, 0, new double[] {0.4, 0.45, 0.6, 0.55}, 640);
        rows[4] = 0.9f;
        rows[columns - 1] = (float) (Math.PI / 2);
        OutputLayout layout = layout(640, Map.of("task", "obb"));
        Outputs outputs = Outputs.of(Map.of("o", table(rows, n, columns, true)), layout);
        Decoder decoder = Decoders.choose("m", outputs.layout());
        Detection found = decoder.decode(outputs, 0, 0.25).get(0);
        assertThat(found.box().width()).isEqualTo(64, within(0.01));
        assertThat(found.box().height()).isEqualTo(128, within(0.01));
        assertThat(found.outline().orElseThrow().size()).isEqualTo(4);
    }

    /** Outputs that decoders ask for together. */
    private static final List<List<String>> FAMILIES =
            List.of(
                    List.of(
                            "detection_boxes",
                            "detection_scores",
                            "detection_classes",
                            "detection_masks"),
                    List.of("boxes", "scores", "classes", "valid_detections"),
                    List.of("box_encodings", "class_predictions", "anchors"),
                    List.of("heat", "size", "offset"),
                    List.of("output0"),
                    List.of("output0", "output1"));

    @Test
    void noShapeOfAStrangersModelBreaksTheSearch() {
        Random random = new Random(5);
        int[] extents = {-1, 1, 4, 7, 8400};
        for (int tries = 0; tries < 20_000; tries++) {
            Map<String, long[]> shapes = new LinkedHashMap<>();
            for (String name : FAMILIES.get(random.nextInt(FAMILIES.size()))) {
                long[] shape = new long[random.nextInt(5)];
                Arrays.setAll(shape, k -> extents[random.nextInt(extents.length)]);
                if (random.nextInt(8) > 0) shapes.put(name, shape);
            }
            OptionalInt classes =
                    random.nextBoolean() ? OptionalInt.of(CLASSES) : OptionalInt.empty();
            OutputLayout layout = new OutputLayout(shapes, 640, 640, classes, Map.of());
            assertThatCode(() -> Decoders.find(layout))
                    .as(layout.text())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anUnknownLayoutIsRefusedWithItsShapesAndTheKnownOnes() {
        OutputLayout layout =
                new OutputLayout(
                        Map.of("probs", new long[] {1, 7, 7, 30}),
                        448,
                        448,
                        OptionalInt.of(20),
                        Map.of());
        assertThatThrownBy(() -> Decoders.choose("yolo1.zip", layout))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("probs [1,7,7,30]")
                .hasMessageContaining("448x448")
                .hasMessageContaining("20 labels")
                .hasMessageContaining("YOLOv5")
                .hasMessageContaining("CenterNet");
    }

    @Test
    void notANumberIsRefused() {
        float[] rows = rows(8400, 7, 640, true);
        rows[3 * 7] = Float.NaN;
        Outputs outputs =
                Outputs.of(Map.of("out", Tensor.of(rows, 1, 8400, 7)), layout(640, Map.of()));
        assertThatThrownBy(() -> new YoloV8().decode(outputs, 0, 0.25))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("row 3");
    }

    /** The second sample of a batch is read from its own place. */
    @Test
    void batches() {
        float[] rows = new float[2 * 300 * 6];
        int at = 300 * 6;
        float[] row = {10, 20, 30, 50, 0.5f, 2};
        System.arraycopy(row, 0, rows, at, 6);
        Outputs outputs =
                Outputs.of(Map.of("o", Tensor.of(rows, 2, 300, 6)), layout(640, Map.of()));
        assertThat(new NmsRows().decode(outputs, 0, 0.25)).isEmpty();
        assertThat(new NmsRows().decode(outputs, 1, 0.25))
                .containsExactly(new Detection(new Box(10, 20, 30, 50), 2, 0.5));
    }

    /** Grids of step 8, 16 and 32: 2100, 8400 and 33600 as the papers' networks have them. */
    private static int cells(int size) {
        return size * size / 64 * 21 / 16;
    }

    private static OutputLayout layout(int size, Map<String, Object> hints) {
        return new OutputLayout(Map.of(), size, size, OptionalInt.of(CLASSES), hints);
    }

    /** Anchors that found nothing, each near its own place. */
    private static float[] rows(int n, int columns, int size, boolean pixels) {
        float[] rows = new float[n * columns];
        for (int i = 0; i < n; i++) {
            float place = (i + 0.5f) / n * (pixels ? size : 1);
            for (int c = 0; c < 2; c++) rows[i * columns + c] = place;
            for (int c = 2; c < 4; c++) rows[i * columns + c] = 0.02f * (pixels ? size : 1);
        }
        return rows;
    }

    /** The first row, the last row, and two between. */
    private static int place(int i, int n) {
        return i == 0 ? 0 : i == TRUTH.length - 1 ? n - 1 : i * n / TRUTH.length;
    }

    private static void centred(float[] rows, int at, double[] t, double scale) {
        rows[at] = (float) ((t[0] + t[2]) / 2 * scale);
        rows[at + 1] = (float) ((t[1] + t[3]) / 2 * scale);
        rows[at + 2] = (float) ((t[2] - t[0]) * scale);
        rows[at + 3] = (float) ((t[3] - t[1]) * scale);
    }

    private static Tensor table(float[] rows, int n, int columns, boolean transposed) {
        if (!transposed) return Tensor.of(rows, 1, n, columns);
        float[] turned = new float[rows.length];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < columns; c++) turned[c * n + i] = rows[i * columns + c];
        }
        return Tensor.of(turned, 1, columns, n);
    }

    private static List<Detection> check(int size, Map<String, Tensor> tensors, String name) {
        return check(size, tensors, name, Map.of());
    }

    private static List<Detection> check(
            int size, Map<String, Tensor> tensors, String name, Map<String, Object> hints) {
        Outputs outputs = Outputs.of(tensors, layout(size, hints));
        Decoder decoder = Decoders.choose("test", outputs.layout());
        assertThat(decoder.name()).isEqualTo(name);
        List<Detection> found = new ArrayList<>(decoder.decode(outputs, 0, 0.25));
        found.sort(Comparator.comparingDouble(Detection::score).reversed());
        assertThat(found).hasSize(TRUTH.length);
        for (int i = 0; i < TRUTH.length; i++) {
            Box box = found.get(i).box();
            double[] t = TRUTH[i];
            assertThat(box.x0()).isEqualTo(t[0] * size, within(0.5));
            assertThat(box.y0()).isEqualTo(t[1] * size, within(0.5));
            assertThat(box.x1()).isEqualTo(t[2] * size, within(0.5));
            assertThat(box.y1()).isEqualTo(t[3] * size, within(0.5));
            assertThat(found.get(i).label()).isEqualTo((int) t[4]);
            assertThat(found.get(i).score()).isEqualTo(t[5], within(1e-6));
        }
        return found;
    }
}
