package org.coverslip.train.detection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.coverslip.model.step.Step;
import org.coverslip.train.Blueprint;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.PixelArchitectures;

/**
 * Random weights.
 *
 * @param filters of the network's first level
 */
record FreshStart(int filters) implements CentreStart {

    @Override
    public OptionalInt channels() {
        return OptionalInt.empty();
    }

    @Override
    public int multiple() {
        return PixelArchitectures.MULTIPLE;
    }

    @Override
    public Optional<List<Step>> steps() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("network", "centres-" + filters);
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public Blueprint network(int channels, int classes) {
        Frame frame = new Frame(0, 0, channels, classes, true);
        return Blueprint.fresh("centres", PixelArchitectures.centres(frame, filters));
    }
}
