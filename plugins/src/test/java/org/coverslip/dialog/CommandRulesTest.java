package org.coverslip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.coverslip.keys.InputKeys;
import org.coverslip.keys.TextValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** What every command in the menu holds to; a new command is found and tested by itself. */
class CommandRulesTest {

    private static final List<CommandInfo> COMMANDS = commands();

    private static List<CommandInfo> commands() {
        try (Context context = new Context(CommandService.class)) {
            return context.service(CommandService.class).getCommands().stream()
                    .filter(info -> info.getClassName().startsWith("org.coverslip."))
                    .filter(info -> info.getMenuPath().size() > 0)
                    .toList();
        }
    }

    static Stream<CommandInfo> menu() {
        return COMMANDS.stream();
    }

    private static List<ModuleItem<?>> inputs(CommandInfo command) {
        return List.copyOf(InputKeys.of(command).values());
    }

    @Test
    void thereAreCommandsAndNoTwoShareALeafAWordOrAPlace() {
        assertThat(COMMANDS).hasSizeGreaterThan(2);
        assertThat(COMMANDS.stream().map(c -> c.getMenuPath().getLeaf().getName()))
                .doesNotHaveDuplicates();
        assertThat(COMMANDS.stream().map(CommandInfo::getName)).doesNotHaveDuplicates();
        assertThat(
                        COMMANDS.stream()
                                .map(c -> c.getMenuPath().getLeaf().getWeight())
                                .filter(Double::isFinite))
                .as("menu weights put them in an order that makes sense")
                .hasSizeGreaterThan(2)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("menu")
    void itStandsInTheCoverslipMenuAndRunsHeadless(CommandInfo command) {
        assertThat(command.getMenuPath().getMenuString(true))
                .isEqualTo("Plugins > Coverslip > " + command.getMenuPath().getLeaf().getName());
        assertThat(command.getMenuPath().getLeaf().getName()).matches("Coverslip [A-Z].*\\.\\.\\.");
        assertThat(command.getName()).matches("[a-z]+(-[a-z]+)*");
        assertThat(command.getDescription()).endsWith(".");
        assertThat(command.canRunHeadless()).isTrue();
        assertThat(command.getOutput("failed")).as("output int failed").isNotNull();
    }

    @ParameterizedTest
    @MethodSource("menu")
    void everyInputIsAKeyWithALabelAndAMeaning(CommandInfo command) {
        for (ModuleItem<?> input : inputs(command)) {
            assertThat(input.getName()).as("the macro key").matches("[a-z]+[0-9]?");
            assertThat(input.getLabel()).as(input.getName()).isNotBlank();
            assertThat(input.getLabel().length()).as(input.getName()).isLessThan(26);
            assertThat(input.getDescription()).as(input.getName()).endsWith(".");
        }
        assertThat(inputs(command).stream().map(ModuleItem::getLabel)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("menu")
    void everyInputCanBeWrittenInAMacro(CommandInfo command) {
        for (ModuleItem<?> item : command.inputs()) {
            Class<?> type = item.getType();
            boolean given = Service.class.isAssignableFrom(type) || type == Context.class;
            assertThat(given || TextValue.canParse(type))
                    .as(
                            item.getName()
                                    + " is a "
                                    + type.getSimpleName()
                                    + ": use a String for files")
                    .isTrue();
        }
    }

    /** What belongs to one image must never come back with the next. */
    @ParameterizedTest
    @MethodSource("menu")
    void imagesAndOutputsAreNotRemembered(CommandInfo command) {
        for (ModuleItem<?> input : inputs(command)) {
            boolean image = input.getName().equals("input") || input.getName().equals("spacing");
            if (image || FieldKind.of(input) == FieldKind.TARGET) {
                assertThat(input.isPersisted()).as(input.getName() + ": persist=false").isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("menu")
    void defaultsAreChoicesAndWithinRange(CommandInfo command) throws Exception {
        var module = command.createModule();
        for (ModuleItem<?> input : inputs(command)) {
            Object value = input.getValue(module);
            List<?> choices = input.getChoices();
            if (choices != null && !choices.isEmpty()) assertThat(choices).asList().contains(value);
            if (value instanceof Number n && input.getMinimumValue() instanceof Number min) {
                assertThat(n.doubleValue()).isGreaterThanOrEqualTo(min.doubleValue());
            }
        }
        assertThat(StreamSupport.stream(command.outputs().spliterator(), false))
                .allMatch(item -> item.getIOType() == ItemIO.OUTPUT);
    }
}
