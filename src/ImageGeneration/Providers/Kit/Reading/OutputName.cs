using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Judges the names under which workers return their results, word by word: <c>output_base64</c>, <c>previewImage</c>.</summary>
internal static class OutputName
{
    private const int MaxLength = 64;

    private static readonly FrozenDictionary<string, OutputNameKind> _words = Words().ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, OutputNameKind>.AlternateLookup<ReadOnlySpan<char>> _find =
        _words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static OutputNameKind GetKind(JsonProperty member) => GetKind(JsonMarshal.GetRawUtf8PropertyName(member));

    public static OutputNameKind GetKind(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MaxLength];
        return name.Length > MaxLength ? OutputNameKind.Unknown
            : name.SequenceEqual("b64_json"u8) ? OutputNameKind.Neutral
            // The member with the answer of a queue: fal, and services with its API.
            : name.SequenceEqual("response_url"u8) ? OutputNameKind.Unknown
            : GetKind(text[..Encoding.Latin1.GetChars(name, text)]);
    }

    public static OutputNameKind GetKind(ReadOnlySpan<char> name)
    {
        var (said, isNeutral) = (OutputNameKind.Unknown, true);
        foreach (var word in new OutputWords(name, stackalloc char[OutputWords.MaxLength]))
        {
            var kind = KindOf(word);
            if (kind == OutputNameKind.Never)
            {
                return kind;
            }

            isNeutral &= kind == OutputNameKind.Neutral;
            said = said == OutputNameKind.Helper || kind == OutputNameKind.Neutral ? said
                : kind == OutputNameKind.Unknown && said == OutputNameKind.Image && !_find.ContainsKey(word) ? said
                : kind;
        }

        return isNeutral ? OutputNameKind.Neutral : said;
    }

    /// <summary>Judges a name within another.</summary>
    public static OutputNameKind Within(this OutputNameKind name, OutputNameKind outer) =>
        outer >= OutputNameKind.Helper ? (OutputNameKind)Math.Max((int)outer, (int)name)
        : name == OutputNameKind.Neutral ? outer
        : name;

    /// <summary>Determines whether a file is named only as a helper image is: <c>mask.png</c>, <c>depth_map_0.png</c>, or as ComfyUI names
    /// a preview. Other names may come from a prompt.</summary>
    public static bool IsHelperFile(ReadOnlySpan<char> file)
    {
        if (file.StartsWith("ComfyUI_temp_", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var dot = file.LastIndexOf('.');
        var isHelper = false;
        foreach (var word in new OutputWords(dot > 0 ? file[..dot] : file, stackalloc char[OutputWords.MaxLength]))
        {
            var kind = KindOf(word);
            isHelper |= kind == OutputNameKind.Helper;
            if (kind is OutputNameKind.Unknown or OutputNameKind.Never && word is not ("comfyui" or "map" or "maps"))
            {
                return false;
            }
        }

        return isHelper;
    }

    private static OutputNameKind KindOf(ReadOnlySpan<char> word) =>
        _find.TryGetValue(word, out var kind) ? kind
        : word.Contains("image", StringComparison.Ordinal) || word.Contains("picture", StringComparison.Ordinal)
            || word.Contains("photo", StringComparison.Ordinal) ? OutputNameKind.Image
        : word.StartsWith("thumbnail", StringComparison.Ordinal) || word.StartsWith("preview", StringComparison.Ordinal)
            ? OutputNameKind.Helper
        : OutputNameKind.Unknown;

    private static IEnumerable<KeyValuePair<string, OutputNameKind>> Words() =>
    [
        .. Each(OutputNameKind.Neutral,
            "url urls uri uris link links href src data b s r base output outputs out result results response file files artifact "
            + "artifacts generation generations generated sample samples item items value values content body bytes blob raw final asset assets "
            + "download signed presigned public prediction predictions payload after"),
        .. Each(OutputNameKind.Image,
            "img imgs pic pics png jpg jpeg webp avif gif gifs svg svgs jxl heic tiff bmp artwork artworks"),
        // Unknown wherever it stands: an image_video is no image.
        .. Each(OutputNameKind.Unknown, "video videos audio model models weight weights lora log page html zip archive config"),
        .. Each(OutputNameKind.Helper,
            "thumb thumbs mask masks masked depth canny pose openpose segmentation segmap segments controlnet control annotation annotator "
            + "annotated detection detections detected detectmap grid lineart scribble softedge hed mlsd edge edges heatmap attention "
            + "latent latents intermediate intermediates debug source reference ref small medium tiny lowres compressed "
            + "blurred placeholder keypoints kps landmarks"),
        .. Each(OutputNameKind.Never,
            "input inputs init parameter parameters param params request args kwargs error errors traceback exception "
            + "prompt prompts logs stdout stderr"),
    ];

    private static IEnumerable<KeyValuePair<string, OutputNameKind>> Each(OutputNameKind kind, string words) =>
        words.Split(' ').Select(word => KeyValuePair.Create(word, kind));
}
