package org.coverslip.dialog;

import ij.gui.GenericDialog;
import java.awt.Button;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.scijava.module.Module;

/**
 * Asks for the inputs of a command in ImageJ's own kind of dialog, the same in Fiji and in plain
 * ImageJ. Beside each field stands what is wrong with it, or what it is; OK waits until nothing is
 * wrong. The last lines say what the field means and what will be done.
 */
public final class CommandDialog {

    private static final int WIDE = 560;
    private static final int BESIDE = 330;

    private final CommandForm form;
    private final GenericDialog dialog;
    private final Font small;
    private final Map<FieldRow, NoteLine> rows = new LinkedHashMap<>();
    private final NoteLine help;
    private final NoteLine plan;
    private final Forecast forecast;

    private CommandDialog(CommandForm form) {
        this.form = form;
        dialog = new GenericDialog(OwnCommands.title(form.command()));
        Font font = dialog.getFont() == null ? new Font("SansSerif", 0, 12) : dialog.getFont();
        small = font.deriveFont(Math.max(10f, font.getSize2D() - 1));
        help = new NoteLine(WIDE + 110, 2, small.deriveFont(Font.ITALIC));
        plan = new NoteLine(WIDE + 110, 2, small);
        forecast = new Forecast(form, () -> EventQueue.invokeLater(this::refresh));
    }

    /**
     * Shows the dialog for the inputs of a module that are not resolved yet, and waits.
     *
     * @return the values by field name; empty if the user left it
     */
    public static Optional<Map<String, Object>> ask(Module module) {
        CommandForm form = CommandForm.of(module);
        if (form.fields().isEmpty()) return Optional.of(Map.of());
        return new CommandDialog(form).show();
    }

    private Optional<Map<String, Object>> show() {
        dialog.addPanel(fields());
        dialog.addHelp(HelpPage.of(form));
        try (forecast) {
            EventQueue.invokeLater(this::refresh);
            forecast.later();
            // NB: the Recorder takes the inputs from the command, not from this dialog's own
            // fields.
            dialog.showDialog();
        }
        return dialog.wasCanceled() ? Optional.empty() : Optional.of(form.values());
    }

    private Panel fields() {
        Panel panel = new Panel(new GridBagLayout());
        int y = 0;
        for (Field field : form.fields()) {
            FieldRow row =
                    new FieldRow(
                            field,
                            form.text(field.key()),
                            form.choices(field),
                            text -> typed(field, text));
            boolean path = field.kind().isPath();
            NoteLine note = new NoteLine(path ? WIDE : BESIDE, path ? 2 : 1, small);
            rows.put(row, note);
            listen(row);
            panel.add(new Label(field.label()), at(0, y, 1, GridBagConstraints.EAST));
            panel.add(row.component(), at(1, y, path ? 2 : 1, GridBagConstraints.WEST));
            panel.add(note, path ? at(1, ++y, 2, GridBagConstraints.WEST) : beside(y));
            y++;
        }
        panel.add(help, at(0, y++, 3, GridBagConstraints.WEST));
        panel.add(plan, at(0, y, 3, GridBagConstraints.WEST));
        return panel;
    }

    private static GridBagConstraints beside(int y) {
        GridBagConstraints place = at(2, y, 1, GridBagConstraints.WEST);
        place.insets = new Insets(1, 8, 1, 4);
        return place;
    }

    private static GridBagConstraints at(int x, int y, int width, int anchor) {
        Insets insets = new Insets(1, 4, 1, 4);
        int fill = GridBagConstraints.NONE;
        return new GridBagConstraints(x, y, width, 1, 0, 0, anchor, fill, insets, 0, 0);
    }

    private void listen(FieldRow row) {
        Component input = row.input();
        // NB: Escape and Enter are handled by the dialog's own listener.
        input.addKeyListener(dialog);
        input.addFocusListener(
                new FocusAdapter() {
                    @Override
                    public void focusGained(FocusEvent e) {
                        help.show(Note.fact(row.field().label() + ": " + row.field().help()));
                    }
                });
    }

    private void typed(Field field, String text) {
        form.set(field.key(), text);
        forecast.later();
        refresh();
    }

    private void refresh() {
        rows.forEach(
                (row, line) -> {
                    row.offer(form.choices(row.field()));
                    Note note = form.note(row.field());
                    line.show(note);
                    row.mark(note.fault());
                });
        plan.show(form.plan());
        Button[] buttons = dialog.getButtons();
        if (buttons.length > 0 && buttons[0] != null) buttons[0].setEnabled(form.isReady());
    }
}
