package org.coverslip.train.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.detect.Box;
import org.coverslip.network.Tensor;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.loop.Sample;
import org.coverslip.train.loop.Samples;
import org.coverslip.train.prepare.InputValues;

/**
 * Crops of scenes. For learning they lie anywhere, half of them around an object, mirrored, turned
 * and stained anew each time; for checking they lie on a grid.
 */
final class CropSamples implements Samples {

    /** Crops of a scene per epoch: those that cover it once, and a few more of small pictures. */
    private static final int LEAST = 4;

    private record Place(Scene scene, int x, int y) {}

    private final List<Place> grid = new ArrayList<>();
    private final Form form;
    private final int edge;
    private final int channels;
    private final boolean learning;
    private final Augmentation augmentation;

    /**
     * What the network takes and gives.
     *
     * @param input name of its input, [edge, edge, channels]
     * @param edge of a crop in pixels of the network
     * @param classes of objects
     * @param values what becomes of pixels from 0 to 255
     */
    record Form(String input, int edge, int classes, InputValues values) {}

    /**
     * @param learning whether crops are drawn by chance
     * @param augmentation of colours; mirroring and turning are done here, with the boxes
     */
    CropSamples(List<Scene> scenes, Form form, boolean learning, Augmentation augmentation) {
        this.form = form;
        this.edge = form.edge;
        this.channels = form.values.channels();
        this.learning = learning;
        this.augmentation = augmentation;
        for (Scene scene : scenes) {
            int before = grid.size();
            for (int y : starts(scene.height())) {
                for (int x : starts(scene.width())) grid.add(new Place(scene, x, y));
            }
            while (learning && grid.size() - before < LEAST) grid.add(new Place(scene, 0, 0));
        }
    }

    /** NB: the last one is moved in, since beyond the edge the scene is mirrored. */
    private List<Integer> starts(double length) {
        List<Integer> starts = new ArrayList<>();
        int last = (int) Math.max(0, Math.floor(length - edge));
        for (int at = 0; at < last; at += edge) starts.add(at);
        starts.add(last);
        return starts;
    }

    @Override
    public int size() {
        return grid.size();
    }

    @Override
    public Sample get(int index, long seed) {
        Place place = grid.get(index);
        if (!learning) {
            float[] pixels = place.scene.read(place.x, place.y);
            form.values.exactly(pixels, edge);
            return sample(pixels, place.scene.in(place.x, place.y));
        }
        SplittableRandom random = new SplittableRandom(seed);
        Scene scene = place.scene;
        int x = within(random, scene.width());
        int y = within(random, scene.height());
        if (random.nextBoolean() && !scene.objects().isEmpty()) {
            Box box = scene.objects().get(random.nextInt(scene.objects().size())).box();
            x = near(random, box.centreX(), scene.width());
            y = near(random, box.centreY(), scene.height());
        }
        float[] pixels = scene.read(x, y);
        List<Scene.Target> objects = scene.in(x, y);
        int turns = random.nextInt(4);
        for (int i = 0; i < turns; i++) {
            pixels = turned(pixels);
            objects = objects.stream().map(this::turned).toList();
        }
        if (random.nextBoolean()) {
            pixels = mirrored(pixels);
            objects = objects.stream().map(this::mirrored).toList();
        }
        float[] seen = augmentation.apply(pixels, edge, channels, random.nextLong());
        form.values.nearly(seen, edge);
        return sample(seen, objects);
    }

    /** Anywhere inside. */
    private int within(SplittableRandom random, double length) {
        double room = Math.max(0, length - edge);
        return (int) Math.round(random.nextDouble() * room);
    }

    /** Around an object, which lies anywhere in the crop but at its rim. */
    private int near(SplittableRandom random, double centre, double length) {
        double from = centre - edge * random.nextDouble(0.1, 0.9);
        return (int) Math.round(Math.max(0, Math.min(Math.max(0, length - edge), from)));
    }

    private float[] turned(float[] in) {
        float[] out = new float[in.length];
        for (int y = 0; y < edge; y++) {
            for (int x = 0; x < edge; x++) {
                int to = (x * edge + edge - 1 - y) * channels;
                System.arraycopy(in, (y * edge + x) * channels, out, to, channels);
            }
        }
        return out;
    }

    private Scene.Target turned(Scene.Target t) {
        Box b = t.box();
        return new Scene.Target(new Box(edge - b.y1(), b.x0(), edge - b.y0(), b.x1()), t.label());
    }

    private float[] mirrored(float[] in) {
        float[] out = new float[in.length];
        for (int y = 0; y < edge; y++) {
            for (int x = 0; x < edge; x++) {
                int to = (y * edge + edge - 1 - x) * channels;
                System.arraycopy(in, (y * edge + x) * channels, out, to, channels);
            }
        }
        return out;
    }

    private Scene.Target mirrored(Scene.Target t) {
        Box b = t.box();
        return new Scene.Target(new Box(edge - b.x1(), b.y0(), edge - b.x0(), b.y1()), t.label());
    }

    private Sample sample(float[] pixels, List<Scene.Target> objects) {
        return new Sample(
                Map.of(form.input, Tensor.of(pixels, edge, edge, channels)),
                CentreTargets.of(objects, edge, form.classes));
    }
}
