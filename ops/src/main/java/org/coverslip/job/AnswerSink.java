package org.coverslip.job;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.tile.TileRunner;

/**
 * Works out what a network said of each tile, hands it on and remembers what failed.
 *
 * @param <T> a tile
 * @param <A> what was worked out
 */
public final class AnswerSink<T, A> implements TileRunner.Sink<T, Supplier<A>> {

    private final Function<T, String> name;
    private final BiConsumer<T, A> takes;
    private int good;
    private int failed;
    private Throwable first;
    private String firstFault = "";

    /**
     * @param name what a tile is called in messages
     * @param takes what is handed on; what it throws ends the run
     */
    public AnswerSink(Function<T, String> name, BiConsumer<T, A> takes) {
        this.name = name;
        this.takes = takes;
    }

    /** NB: only a refused answer is the tile's own fault; a full disk is not. */
    @Override
    public void done(T tile, Supplier<A> answer) {
        A known;
        try {
            known = answer.get();
        } catch (RefusedException e) {
            failed(tile, e);
            return;
        }
        good++;
        takes.accept(tile, known);
    }

    @Override
    public void failed(T tile, Throwable cause) {
        failed++;
        if (first != null) return;
        first = cause;
        firstFault = Sentence.of(name.apply(tile), cause);
    }

    /** Tiles that could not be read or computed. */
    public int failed() {
        return failed;
    }

    /** What was wrong with the first of them; empty if none. */
    public String firstFault() {
        return firstFault;
    }

    /**
     * @param image for the message
     * @throws RefusedException if tiles failed and no other was done
     */
    public void requireAny(String image) {
        if (failed == 0 || good > 0) return;
        if (first instanceof RefusedException refused) throw refused;
        throw new RefusedException(
                image, "no tile could be done (" + firstFault + ")", "check the file");
    }
}
