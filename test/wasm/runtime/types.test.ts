import { agree } from './differential.ts';

agree(['is_array', 'is_boolean', 'is_null', 'is_number', 'is_object', 'is_set', 'is_string']);
agree(['type_name']);
agree(['cast_array', 'cast_boolean', 'cast_null', 'cast_object', 'cast_set', 'cast_string']);
