package org.coverslip.slide.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/** Joining an interface to a class that is known at run time only. */
class BindingTest {

    interface Text {
        int length();

        String concat(String other);

        int compareTo(Object other);
    }

    interface Renamed {
        char charAt(int index);

        byte[] readTile(int index, String name);
    }

    interface Result {
        long length();
    }

    interface Call {
        Object call() throws IOException;
    }

    @Test
    void callsGoToTheMethodOfTheSameNameAndParameters() {
        Text text = Binding.of(Text.class, "slide", "Library 1.0");
        assertThat(text.length()).isEqualTo(5);
        assertThat(text.concat("s")).isEqualTo("slides");
        assertThat(text).hasToString("slide");
    }

    @Test
    void objectStandsForAnyClass() {
        Text text = Binding.of(Text.class, "slide", "Library 1.0");
        assertThat(text.compareTo("slide")).isZero();
    }

    @Test
    void aMissingMethodIsRefusedByNameWithTheVersionFound() {
        assertThatThrownBy(() -> Binding.of(Renamed.class, "slide", "Library 1.0"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "Library 1.0: it has no method java.lang.String.readTile(int, String),"
                                + " which Coverslip uses; update Coverslip and Fiji with Help >"
                                + " Update.");
    }

    @Test
    void aMethodThatReturnsAnotherTypeCountsAsMissing() {
        assertThatThrownBy(() -> Binding.of(Result.class, "slide", "Library 1.0"))
                .hasMessageContaining("java.lang.String.length()");
    }

    @Test
    void whatTheMethodThrowsArrivesUnwrapped() {
        assertThatThrownBy(() -> call(new Failing(new IllegalStateException("closed"))))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> call(new Failing(new NoSuchFileException("a.svs"))))
                .isExactlyInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theLibrarysOwnCheckedExceptionsBecomeIoExceptions() {
        Exception own = new Exception("Unknown format");
        assertThatThrownBy(() -> call(new Failing(own)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Unknown format")
                .hasCause(own);
    }

    private static void call(Failing failing) throws IOException {
        Binding.of(Call.class, failing, "Library 1.0").call();
    }

    /** Public, as the classes of a library are. */
    public record Failing(Exception with) implements Callable<Object> {
        @Override
        public Object call() throws Exception {
            throw with;
        }
    }
}
