"""What is said of each problem in a file: a sentence and, where one helps, what to do about it.

`{names}` stand for the problem's facts. Words in quotes are copied from the file as they are.
"""

from __future__ import annotations

from kami_tui.i18n.tables import TABLES
from kami_tui.i18n.translator import N_
from kami_tui.i18n.wordings import QUESTIONS
from kami_tui.i18n.workbook import WORKBOOK

Sentence = tuple[str, str | None]

FILES: dict[str, Sentence] = {
    "missing_file": (N_("there is no such file"), None),
    "is_folder": (N_("this is a folder, not a file"), None),
    "not_a_folder": (
        N_("this is a file, not a folder"),
        N_("give the folder that holds 'instrument.yaml'"),
    ),
    "not_a_file": (
        N_("this is a pipe or a device, not a file"),
        N_("use '-' to read standard input"),
    ),
    "packed_pipe": (
        N_("this is a workbook or a bundle, which cannot come through a pipe"),
        N_("give it as a file: kami import FILE.xlsx, kami bundle open FILE"),
    ),
    "unreadable_file": (N_("the file cannot be read: {detail}"), N_("check its permissions")),
    "too_large": (
        N_("this is more than can be read ({limit} bytes at most)"),
        N_("check whether it is the right file"),
    ),
    "empty_file": (N_("the file is empty"), None),
    "not_utf8": (
        N_("the file is not UTF-8 text (found: {detail})"),
        N_("save it again with the encoding UTF-8"),
    ),
    "null_byte": (
        N_("the file holds null bytes, so it is no text file"),
        N_("check whether it is the right file"),
    ),
    "control_character": (
        N_("there is a control character here that cannot be stored or printed"),
        N_("delete it; it often comes along when text is copied"),
    ),
    "too_deep": (N_("this is nested more than {limit} levels deep"), None),
    "too_many_values": (
        N_("this holds more than {limit} values"),
        N_("check whether it is the right file"),
    ),
    "more_problems": (
        N_("there are more problems; only the first {limit} are shown"),
        N_("check whether it is the right file"),
    ),
    "yaml_syntax": (
        N_("this is not valid YAML: {detail}"),
        N_("check quotes, colons and indentation here and in the line above"),
    ),
    "yaml_tab": (
        N_("a tab character stands where YAML wants spaces"),
        N_("indent with spaces"),
    ),
    "yaml_alias": (
        N_("anchors and aliases (& and *) are not allowed"),
        N_("write the value out, or put a text that begins so in quotes"),
    ),
    "yaml_tag": (
        N_("tags such as '{tag}' are not allowed"),
        N_("put a text that begins with ! in quotes"),
    ),
    "yaml_merge": (N_("merge keys (<<) are not allowed"), N_("write the entries out")),
    "several_documents": (
        N_("a second document begins here (---), but a file holds one"),
        N_("delete the line, or make two files"),
    ),
    "unquoted_key": (
        N_("the key {key} is not in quotes, so programs read it as a number or the like"),
        N_('write "{key}": 2.10 without quotes is the same number as 2.1'),
    ),
    "key_not_text": (N_("a key must be a text"), None),
    "duplicate_key": (
        N_("'{key}' is here a second time; the first is in line {first}"),
        N_("keep one of the two"),
    ),
    "number_too_long": (
        N_("this number is too long ({limit} characters at most)"),
        N_("put it in quotes if it is a text"),
    ),
    "json_syntax": (N_("this is not valid JSON: {detail}"), None),
}

SHAPE: dict[str, Sentence] = {
    "unknown_key": (N_("there is no key '{key}' here"), None),
    "missing_key": (N_("'{key}' is missing"), None),
    "missing_translation": (
        N_("the text in '{language}' is missing; every text stands in 'id' and in 'en'"),
        None,
    ),
    "wrong_type": (N_("here should stand {expected}, but this is {found}"), None),
    "not_one_of": (N_("'{value}' is not possible for '{key}'"), None),
    "empty_text": (N_("'{key}' is empty"), None),
    "too_long": (N_("this text is too long ({limit} characters at most)"), None),
    "too_few": (N_("'{key}' needs at least {limit}"), None),
    "out_of_range": (N_("'{key}' can be from {least} to {most}"), None),
    "bad_form": (N_("'{value}' is no valid name here"), None),
    "table_not_rows": (
        N_("table '{table}' must be a list of rows, each with single values only"),
        None,
    ),
    "for_each_without_do": (N_("'for_each' needs a list 'do' beside it"), None),
    "unknown_table": (N_("there is no table '{name}'"), None),
    "unknown_column": (N_("the table's rows have no column '{name}'"), None),
    "bad_file_name": (
        N_("'{name}' is no file of this folder"),
        N_("give the plain name of a file in the same folder"),
    ),
    "duplicate_file": (N_("the file '{name}' is named twice"), None),
    "too_many_areas": (N_("an edition can have {limit} area files at most"), None),
    "id_not_folder": (
        N_("the id '{id}' is not the name of the folder, '{folder}'"),
        N_("rename one of them, so that the edition can be found by its id"),
    ),
    "evidence_parallel": (
        N_("the examples of evidence differ in number: {id_count} in Indonesian, {en_count} in"
           " English"),
        None,
    ),
    "expectation_form": (
        N_("an expectation is 'items' with 'count' or 'weights', or 'rule' with 'value'"),
        None,
    ),
    "items_or_rules": (N_("give either 'items' or 'rules'"), None),
    "condition_form": (N_("a condition is exactly one of: all, any, holds, of"), None),
    "condition_comparison": (N_("'of' goes with exactly one of: ge, gt, eq"), None),
    "bands_by": (
        N_("with 'by' there is one list of bands for every value; without it, one list"),
        None,
    ),
    "bands_order": (N_("the lower bounds of bands must rise"), None),
    "rule_form": (N_("rule '{rule}' must say exactly one way to work it out"), None),
    "reading_missing": (
        N_("rule '{rule}' is not settled, so it must say which reading was taken"),
        N_("add 'reading' in both languages"),
    ),
}  # fmt: skip

EDITION: dict[str, Sentence] = {
    "too_many_items": (N_("{items} items are more than can be checked ({limit})"), None),
    "too_many_rules": (N_("{rules} rules are more than can be checked ({limit})"), None),
    "duplicate_area": (N_("area '{id}' is there twice; first in {first}"), None),
    "duplicate_item": (N_("item '{id}' is there twice; first in {first}"), None),
    "duplicate_option_set": (N_("option set '{id}' is there twice; first in {first}"), None),
    "duplicate_scale": (N_("scale '{id}' is there twice; first in {first}"), None),
    "duplicate_rule": (N_("rule '{id}' is there twice; first in {first}"), None),
    "duplicate_item_gate": (N_("item gate '{id}' is there twice; first in {first}"), None),
    "duplicate_consistency": (
        N_("consistency rule '{id}' is there twice; first in {first}"),
        None,
    ),
    "duplicate_profile_field": (N_("'{id}' is there twice; first in {first}"), None),
    "duplicate_step": (N_("'{id}' is on the scale twice; first in {first}"), None),
    "duplicate_code": (N_("code '{id}' is there twice; first in {first}"), None),
    "duplicate_role": (N_("area '{area}' is in the results twice"), None),
    "item_outside_area": (
        N_("item '{item}' stands in area '{area}'"),
        N_("its id must begin with '{area}.'"),
    ),
    "item_order": (N_("item '{item}' comes after '{before}'; items go by number"), None),
    "unused_level": (N_("item '{item}': no rule asks for the maturity level '{value}'"), None),
    "bad_weight": (N_("the weight of item '{item}' must be greater than 0"), None),
    "no_options": (
        N_("item '{item}' has no options"),
        N_("give its area an 'option_set', or the item 'options'"),
    ),
    "no_na_option": (
        N_("item '{item}' may be not applicable, but its options have no such answer"),
        None,
    ),
    "unknown_option_set": (N_("area '{area}': there is no option set '{name}'"), None),
    "score_without_tag": (
        N_("option '{option}' scores by '{tag}', but has no points for item '{item}' ({value})"),
        None,
    ),
    "ambiguous_word": (N_("'{word}' means option '{option}' and option '{other}'"), None),
    "unknown_source": (N_("there is no source '{name}'"), None),
    "unknown_rule": (N_("there is no rule '{name}'"), None),
    "unknown_scale": (N_("there is no scale '{name}'"), None),
    "unknown_area": (N_("there is no area '{area}'"), None),
    "unknown_tag_value": (N_("no item has '{value}' as its '{tag}'"), None),
    "unknown_answered": (N_("these items do not offer the answer '{answered}'"), None),
    "selects_nothing": (N_("no item fits all of this"), None),
    "rests_on_nothing": (
        N_("no item of 'items' stands together with one of these"),
        N_("check 'within': the area, or only the section"),
    ),
    "gap_out_of_range": (
        N_("the gap can be from {least} to {most} here, since the options have no more steps"),
        None,
    ),
    "evidence_twice": (
        N_("option '{option}' needs evidence, so it need not say that it wants some"),
        N_("keep 'needs_evidence' or 'wants_evidence'"),
    ),
    "wrong_kind": (
        N_("rule '{name}' gives {kind}, but here {expected} is needed"),
        None,
    ),
    "not_alike": (N_("rule '{name}' cannot be put together with the others by '{form}'"), None),
    "otherwise_kind": (
        N_("'otherwise' must be of the kind that rule '{name}' gives: {kind}"),
        None,
    ),
    "value_not_on_scale": (N_("'{value}' is not on the scale '{scale}'"), None),
    "not_rising": (N_("'{value}' comes too late: values rise along the scale '{scale}'"), None),
    "bands_missing": (N_("there are no bands for {missing} of '{by}'"), None),
    "rung_without_condition": (N_("rung '{value}' needs a condition ('when')"), None),
    "lowest_rung_condition": (
        N_("the lowest rung, '{value}', always holds and has no condition"),
        None,
    ),
    "empty_list": (N_("this list must not be empty"), None),
    "gates_overlap": (N_("item '{item}' stands behind two item gates"), None),
    "circular_rules": (N_("these rules need one another: {rules}"), None),
    "not_bands": (N_("rule '{name}' has no bands ('{form}' instead)"), None),
    "reference_count": (
        N_("area '{area}' has {found} reference values, but there are {expected} reference lines"),
        None,
    ),
    "expected_count": (N_("{expected} items were promised here, but there are {found}"), None),
    "expected_weights": (N_("weights of {expected} were promised, but they come to {found}"), None),
    "expected_value": (
        N_("with the best answers rule '{rule}' was promised to be {expected}, but it is {found}"),
        None,
    ),
}

ANSWERS: dict[str, Sentence] = {
    "unknown_instrument": (N_("the questionnaire '{instrument}' is not installed"), None),
    "unknown_item": (N_("there is no item '{item}' in {instrument}"), None),
    "unknown_status": (N_("item {item}: '{status}' is no status"), None),
    "na_not_offered": (N_("item {item} does not offer 'not applicable'"), None),
    "bad_date": (
        N_("'{value}' is no date for '{key}'"),
        N_("write year-month-day, such as 2026-09-15"),
    ),
    "bad_sha256": (N_("'{key}' must be 64 hexadecimal digits"), None),
    "bad_size": (N_("'{key}' must be a whole number of bytes"), None),
    "unknown_scope": (
        N_("{instrument} has no area, section or item '{scope}'"),
        N_("an area is '2', its first section '2/1', an item '2.1'"),
    ),
    "bad_evidence_key": (
        N_("'{key}' cannot be a key of the evidence register"),
        N_("use up to 40 letters, digits, dots, dashes, such as E1"),
    ),
    "unknown_evidence": (N_("the evidence register has no '{key}'"), None),
}

SETTINGS: dict[str, Sentence] = {
    "toml_syntax": (
        N_("this is not valid TOML: {detail}"),
        N_('texts stand in quotation marks (theme = "dark"), and each name stands there once'),
    ),
    "unknown_action": (N_("there is no action '{name}'"), None),
    "no_key": (
        N_("'{action}' would have no key"),
        N_("write one, or delete the line: then it has its usual keys"),
    ),
    "bad_key": (N_("'{key}' is no key"), None),
    "key_never_arrives": (
        N_("'{key}' cannot be the key of '{action}': terminals send it as another key"),
        N_("choose another one, such as a function key"),
    ),
    "key_types": (
        N_("'{key}' cannot be the key of '{action}': it is needed for typing there"),
        N_("choose a function key, or one with ctrl"),
    ),
    "key_answers": (
        N_("'{key}' cannot be the key of '{action}': it gives an answer there"),
        N_("choose a key other than a b c n and the digits"),
    ),
    "key_taken": (
        N_("'{key}' cannot be the key of '{action}': on the same screen it is that of '{other}'"),
        N_("choose another one, or give '{other}' another key too"),
    ),
}

PROBLEMS: dict[str, Sentence] = {
    **FILES, **TABLES, **SHAPE, **EDITION, **ANSWERS, **SETTINGS, **WORKBOOK, **QUESTIONS,
}  # fmt: skip

KINDS: dict[str, str] = {
    "text": N_("a text"),
    "number": N_("a number"),
    "truth": N_("true or false"),
    "list": N_("a list"),
    "mapping": N_("keys with values"),
    "nothing": N_("nothing"),
    "translated": N_("a text in both languages (id and en)"),
    "number_or_rule": N_("a number or a rule"),
    "keys": N_("a key in quotes, or a list of them"),
}

JSON_FAULTS: dict[str, str] = {
    "comma_expected": N_("a comma is missing"),
    "colon_expected": N_("a colon is missing"),
    "key_expected": N_("a key in double quotes should stand here"),
    "value_expected": N_("a value should stand here"),
    "string_broken": N_("a text does not end, or holds a line break or tab"),
    "bad_escape": N_("there is an unknown sign after a backslash"),
    "half_character": N_("half of a character stands alone"),
    "number_too_long": N_("a number is too long"),
    "ends_early": N_("the text ends too early"),
    "more_after_end": N_("something follows after the end"),
}

FORMS: dict[str, str] = {
    "identifier": N_("use letters, digits and _ . + - (80 characters at most)"),
    "item_id": N_('use numbers joined by dots, in quotes, such as "2.10"'),
    "area_id": N_('use one to three digits, in quotes, such as "2"'),
    "code": N_("use one to eight letters and digits"),
}
