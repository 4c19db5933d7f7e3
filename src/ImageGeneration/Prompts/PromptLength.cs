using System.Globalization;
using System.Text;
using ImageGeneration.Providers;

namespace ImageGeneration.Prompts;

/// <summary>Estimates the length of a prompt for a model, without its vocabulary: within a fifth of the count of CLIP's own tokenizer
/// (https://github.com/openai/CLIP, its simple_tokenizer), too long rather than too short. A long word takes several tokens, each digit
/// one, and text that is not English one to three a character. T5 (https://huggingface.co/google/t5-v1_1-xxl) has one for what it does not
/// know.</summary>
internal static class PromptLength
{
    // Tenths of a token.
    private const int One = 10;

    // The letters of a word that usually is one token.
    private const int LongWord = 8;

    /// <summary>Estimates the number of units, the marks of beginning and end included. Allocates nothing.</summary>
    public static int Measure(ReadOnlySpan<char> text, PromptUnit unit)
    {
        if (unit == PromptUnit.Characters)
        {
            var count = 0;
            foreach (var rune in text.EnumerateRunes())
            {
                count++;
            }

            return count;
        }

        var counter = new Counter(unit == PromptUnit.ClipTokens);
        foreach (var rune in text.EnumerateRunes())
        {
            counter.Add(rune);
        }

        return counter.Total;
    }

    /// <summary>Determines whether a text is longer than the model reads.</summary>
    public static bool Exceeds(ReadOnlySpan<char> text, PromptLimit? limit) => limit is { } max && Measure(text, max.Unit) > max.Max;

    private ref struct Counter(bool isClip)
    {
        private int _tenths;
        private int _word;
        private int _marks;

        public int Total
        {
            get
            {
                EndWord();
                EndMarks();
                return ((_tenths + One - 1) / One) + (isClip ? 2 : 1);
            }
        }

        public void Add(Rune rune)
        {
            if (Rune.IsLetter(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                EndMarks();
                AddLetter(rune.Value);
                return;
            }

            EndWord();
            if (Rune.IsDigit(rune))
            {
                EndMarks();
                _tenths += isClip ? One : One / 2;
            }
            else if (Rune.IsWhiteSpace(rune))
            {
                EndMarks();
            }
            else if (rune.Value > 0x7f)
            {
                EndMarks();
                _tenths += rune.IsBmp || !isClip ? One : 15;
            }
            else
            {
                _marks++;
            }
        }

        private void AddLetter(int value)
        {
            if (value < 0x80)
            {
                _word++;
                return;
            }

            EndWord();
            _tenths += isClip ? ClipTenths(value) : One;
        }

        // What the letters of a script take on average: how many of its pairs of bytes the vocabulary has.
        private static int ClipTenths(int value) =>
            value switch
            {
                < 0x250 => 20,
                >= 0x400 and < 0x530 or >= 0x600 and < 0x700 => 13,
                < 0x800 => 21,
                >= 0x900 and < 0xe80 => 13,
                >= 0x3040 and < 0x3100 => 20,
                >= 0xac00 and < 0xd7b0 => 22,
                >= 0xfe00 and < 0xfe10 => One,
                _ => 25,
            };

        private void EndWord()
        {
            // Frequent words are whole; a rare or long one is split.
            _tenths += _word == 0 ? 0 : One * (1 + ((_word - 1) / LongWord));
            _word = 0;
        }

        private void EndMarks()
        {
            _tenths += isClip ? One * ((_marks + 2) / 3) : One * _marks;
            _marks = 0;
        }
    }
}
