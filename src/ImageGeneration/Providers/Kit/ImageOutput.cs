using System.Text.Json;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Kit;

/// <summary>Finds the images in a worker's output, whatever its author called them.</summary>
internal static class ImageOutput
{
    /// <summary>Reads them, each with its seed as far as told.</summary>
    /// <param name="output">The output.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="texts">The long texts of the reply.</param>
    /// <param name="cancellationToken">Ends the reading, with an <see cref="OperationCanceledException"/>.</param>
    public static FoundImages Read(
        JsonElement output, in OutputQuery query, ReplyTexts texts = default, CancellationToken cancellationToken = default)
    {
        var finds = new OutputFinds(query.Count);
        if (query.Member is { } member)
        {
            var walk = new OutputWalk(finds, texts, isNamed: true, cancellationToken);
            foreach (var named in member.Select(output))
            {
                walk.Visit(named, OutputNameKind.Picture);
            }

            OutputItem.Describe(output, texts, finds, 0, 0);
        }

        if (finds.Next == 0)
        {
            new OutputWalk(finds, texts, isNamed: false, cancellationToken).Visit(output, OutputNameKind.Neutral);
        }

        if (finds.Next == 0)
        {
            OutputItem.Flag(output, finds, 0, 0);
        }

        OutputItem.Flag(query.Beside, finds, 0, 0);
        if (finds.Next == 0 && (new OutputFlags(output).IsSet || new OutputFlags(query.Beside).IsSet))
        {
            for (var i = 0; i < query.Count; i++)
            {
                finds.AddWithheld(i);
            }
        }

        return finds.ToImages(query.Provider);
    }

    /// <summary>Why nothing was found, with the names of what was there.</summary>
    /// <param name="http">Whose output it is.</param>
    /// <param name="output">The output.</param>
    /// <param name="found">What came of reading it.</param>
    /// <param name="prompt">Kept out of it; null where it is not known.</param>
    /// <param name="setting">The setting that can name a member; null where there is none.</param>
    public static string Explain(ProviderHttpClient http, JsonElement output, FoundImages found, string? prompt, string? setting = null)
    {
        var names = OutputMembers.Of(output);
        var why = found.Unreachable is { } where
            ? $"its picture is at {where}, which cannot be fetched: have the worker return an https link or the bytes"
            : "its output holds no image";
        var hint = setting is null || names.Length == 0 || found.Unreachable is not null ? "" : $" ({setting} can name the member with it)";
        return http.Text.Clean(why + hint + (names.Length == 0 ? "" : $"; its members: {names}"), prompt);
    }
}

/// <summary>What is looked for in an output.</summary>
/// <param name="Provider">Whose output it is, for warnings.</param>
/// <param name="Count">How many images were asked for.</param>
/// <param name="Beside">What the output is a member of; undefined where it is all.</param>
/// <param name="Member">Where the settings say that the images are; null where they do not.</param>
internal readonly record struct OutputQuery(string Provider, int Count, JsonElement Beside = default, OutputMember? Member = null);
