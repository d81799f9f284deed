package org.coverslip.words.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.report.Thumbnail;
import org.coverslip.slide.Slide;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;
import org.coverslip.words.features.SlideFeatures;

/** Small pictures of patches, read from their slides, each slide opened once. */
public final class PatchPictures {

    private final List<SlideFeatures> slides;
    private final int side;

    /**
     * @param side longest side of a picture, pixels
     */
    public PatchPictures(List<SlideFeatures> slides, int side) {
        this.slides = slides;
        this.side = side;
    }

    /** The n-th patch of a slide. */
    public record Patch(int slide, int number) {}

    /** A picture for every patch; a blank one where the slide cannot be read any more. */
    public Map<Patch, BufferedImage> load(Collection<Patch> wanted) {
        Map<Patch, BufferedImage> pictures = new HashMap<>();
        for (int s = 0; s < slides.size(); s++) {
            int slide = s;
            List<Patch> own = wanted.stream().filter(p -> p.slide() == slide).distinct().toList();
            if (!own.isEmpty()) load(slides.get(s), own, pictures);
        }
        for (Patch patch : wanted)
            pictures.computeIfAbsent(
                    patch, p -> new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB));
        return pictures;
    }

    private void load(SlideFeatures from, List<Patch> own, Map<Patch, BufferedImage> pictures) {
        try (Slide slide = from.item().opener().open()) {
            int patch = from.plan().patch();
            int level = from.tiles().get(0).level();
            TileSampler sampler =
                    new TileSampler(slide.image(level, 0), patch, patch, new EdgeRule.Reflect());
            for (Patch p : own) {
                Tile tile = from.tiles().get(p.number());
                pictures.put(
                        p,
                        Thumbnail.of(sampler.read(tile), slide.rgb(), slide.displayRange(), side));
            }
        } catch (IOException | RefusedException e) {
            // NB: the words are learned; that a slide has gone by now must not lose them.
        }
    }
}
