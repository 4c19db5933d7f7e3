using System.Text.Json;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Kit;

/// <summary>Finds the images in a worker's output, whatever its author called them.</summary>
internal static class ImageOutput
{
    /// <summary>Reads the images, each with its seed where one is reported.</summary>
    /// <param name="output">The output.</param>
    /// <param name="query">What is searched for.</param>
    /// <param name="texts">The long texts of the reply.</param>
    /// <param name="cancellationToken">The token that ends the reading, with an <see cref="OperationCanceledException"/>.</param>
    public static FoundImages Read(
        JsonElement output, in OutputQuery query, ReplyTexts texts = default, CancellationToken cancellationToken = default)
    {
        var finds = new OutputFinds(query.Count);
        if (query.Member is { } member)
        {
            var walk = new OutputWalk(finds, texts, isNamed: true, cancellationToken);
            foreach (var named in member.Select(output))
            {
                walk.Visit(named, OutputNameKind.Image);
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

        OutputItem.Flag(query.Parent, finds, 0, 0);
        if (finds.Next == 0 && (new OutputFlags(output).IsSet || new OutputFlags(query.Parent).IsSet))
        {
            for (var i = 0; i < query.Count; i++)
            {
                finds.AddWithheld(i);
            }
        }

        return finds.ToImages(query.Provider);
    }

    /// <summary>Explains why nothing was found, with the names of the members that were there.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="output">The output.</param>
    /// <param name="found">The result of reading it.</param>
    /// <param name="prompt">The prompt, which is kept out of the explanation; null when it is not known.</param>
    /// <param name="setting">The setting that can name a member; null when there is none.</param>
    public static string Explain(ProviderHttpClient http, JsonElement output, FoundImages found, string? prompt, string? setting = null)
    {
        var names = OutputMembers.Describe(output);
        var why = found.Unreachable is { } where
            ? $"its image is at {where}, which cannot be fetched: have the worker return an https link or the bytes"
            : "its output holds no image";
        var hint = setting is null || names.Length == 0 || found.Unreachable is not null ? "" : $" ({setting} can name the member with it)";
        return http.Text.Sanitize(why + hint + (names.Length == 0 ? "" : $"; its members: {names}"), prompt);
    }
}

/// <summary>Describes what is searched for in an output.</summary>
/// <param name="Provider">The provider's name, for warnings.</param>
/// <param name="Count">The number of images that were requested.</param>
/// <param name="Parent">The object that the output is a member of; undefined when the output is all there is.</param>
/// <param name="Member">The member that holds the images according to the settings; null when they name none.</param>
internal readonly record struct OutputQuery(string Provider, int Count, JsonElement Parent = default, OutputMember? Member = null);
