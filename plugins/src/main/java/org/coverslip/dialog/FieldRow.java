package org.coverslip.dialog;

import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.GridBagLayout;
import java.awt.Panel;
import java.awt.TextField;
import java.io.File;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JFileChooser;

/**
 * The components of one input: what it is filled in with, and beside it a button to browse for a
 * path, or a list of what the model has to offer.
 */
final class FieldRow {

    private static final int PATH_COLUMNS = 52;
    private static final int TEXT_COLUMNS = 18;
    private static final int NUMBER_COLUMNS = 8;
    private static final Color FAULT = new Color(255, 226, 226);

    /** What a list shows while nothing is chosen from it. */
    private static final String PICK = "...";

    private final Field field;
    private final Consumer<String> typed;
    private final Component input;
    private final Choice offers = new Choice();
    private List<String> offered = List.of();

    /**
     * @param typed called with each new text
     */
    FieldRow(Field field, String text, Consumer<String> typed) {
        this.field = field;
        this.typed = typed;
        this.input = make(text);
        input.setName(field.key());
    }

    Field field() {
        return field;
    }

    /** What takes the keyboard's focus. */
    Component input() {
        return input;
    }

    /** What stands in the dialog. */
    Component component() {
        if (field.kind().isPath()) return beside(browse());
        if (field.kind() != FieldKind.SUGGESTED) return input;
        offers.add(PICK);
        offers.addItemListener(e -> pick());
        return beside(offers);
    }

    private Panel beside(Component right) {
        Panel both = new Panel(new BorderLayout(4, 0));
        both.add(input, BorderLayout.CENTER);
        Panel centred = new Panel(new GridBagLayout());
        centred.add(right);
        both.add(centred, BorderLayout.EAST);
        return both;
    }

    /** Marks or clears it. */
    void mark(boolean fault) {
        if (input instanceof TextField) input.setBackground(fault ? FAULT : Color.WHITE);
    }

    /** Offers values to pick; any other can still be typed. */
    void offer(List<String> values) {
        if (values.equals(offered)) return;
        offered = values;
        offers.removeAll();
        offers.add(PICK);
        values.forEach(offers::add);
    }

    private void pick() {
        String picked = offers.getSelectedItem();
        if (!PICK.equals(picked) && input instanceof TextField line) line.setText(picked);
    }

    private Component make(String text) {
        switch (field.kind()) {
            case FLAG -> {
                Checkbox box = new Checkbox("", Boolean.parseBoolean(text));
                box.addItemListener(e -> typed.accept(String.valueOf(box.getState())));
                return box;
            }
            case CHOICE -> {
                Choice list = new Choice();
                field.choices().forEach(list::add);
                // NB: a value that was remembered from another version shows as a fault, and is
                // not replaced by the first choice behind the user's back.
                if (!field.choices().contains(text)) list.add(text);
                list.select(text);
                list.addItemListener(e -> typed.accept(list.getSelectedItem()));
                return list;
            }
            default -> {
                TextField line = new TextField(text, columns());
                line.addTextListener(e -> typed.accept(line.getText()));
                return line;
            }
        }
    }

    private int columns() {
        if (field.kind().isPath()) return PATH_COLUMNS;
        return field.kind() == FieldKind.NUMBER ? NUMBER_COLUMNS : TEXT_COLUMNS;
    }

    private Button browse() {
        Button browse = new Button("Browse...");
        browse.addActionListener(e -> choose());
        return browse;
    }

    private void choose() {
        TextField line = (TextField) input;
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(field.label());
        chooser.setFileSelectionMode(
                field.kind() == FieldKind.PATH
                        ? JFileChooser.FILES_AND_DIRECTORIES
                        : JFileChooser.DIRECTORIES_ONLY);
        if (!line.getText().isBlank()) chooser.setSelectedFile(new File(line.getText()));
        if (chooser.showOpenDialog(line) == JFileChooser.APPROVE_OPTION) {
            line.setText(chooser.getSelectedFile().getPath());
        }
    }
}
