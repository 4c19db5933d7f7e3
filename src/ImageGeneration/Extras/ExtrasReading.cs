using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Extras;

/// <summary>Reads what the extras for one provider mean for the bill, whatever the model calls it and however deep it is nested.</summary>
internal sealed class ExtrasReading
{
    private const int MaxDepth = 8;
    private const int MaxSide = 100_000;
    private const int MaxScale = 16;
    private const int MaxImages = 1000;

    private readonly Dictionary<BillingRole, (double Value, string Member)> _largest = [];
    private double _repeats = 1;

    private ExtrasReading()
    {
    }

    /// <summary>Gets the number of images of each job, and the member that sets it; null when none does.</summary>
    public (double Count, string Member)? Images
    {
        get
        {
            var count = Read(BillingRole.Images) * Read(BillingRole.Batch) * Read(BillingRole.Batches) * Read(BillingRole.Prompts) * _repeats;
            var member = Member(BillingRole.Images) ?? Member(BillingRole.Batch) ?? Member(BillingRole.Batches)
                ?? Member(BillingRole.Prompts);
            return member is null ? null : (count, member);

            double Read(BillingRole role) => _largest.TryGetValue(role, out var most) ? most.Value : 1;
        }
    }

    public int? Width => Number(BillingRole.Width, MaxSide);

    public int? Height => Number(BillingRole.Height, MaxSide);

    /// <summary>Gets the pixels of an image.</summary>
    public double? Area => _largest.TryGetValue(BillingRole.Area, out var area) ? area.Value : null;

    /// <summary>Gets the factor by which an image is wider and higher than its size: 1 or more.</summary>
    public double Scale => _largest.TryGetValue(BillingRole.Scale, out var scale) ? Math.Clamp(scale.Value, 1, MaxScale) : 1;

    /// <summary>Gets the member that <see cref="Area"/> is from.</summary>
    public string? AreaMember => Member(BillingRole.Area);

    public int? Steps => Number(BillingRole.Steps, 1_000_000);

    public long? Seed { get; private set; }

    public string? AspectRatio { get; private set; }

    /// <summary>Gets the member that makes the list price inapplicable, or a size that cannot be read; null when there is none.</summary>
    public string? Unpriced { get; private set; }

    public static ExtrasReading Read(JsonElement extras)
    {
        var reading = new ExtrasReading();
        reading.Read(extras, "", inWorkflow: false, MaxDepth);
        return reading;
    }

    /// <summary>Gets the number of images that a workflow of the settings makes in each job; null for one image.</summary>
    public static int? ImagesOfWorkflow(JsonElement graph)
    {
        var reading = new ExtrasReading();
        reading.Read(graph, "", inWorkflow: true, MaxDepth);
        return Several(reading);
    }

    /// <summary>Gets the number of images that fields of the settings make in each job; null for one image.</summary>
    public static int? ImagesOfFields(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var reading = new ExtrasReading();
        foreach (var (name, json) in fields)
        {
            using var document = JsonDocument.Parse(json);
            if (BillingName.GetRole(name) is var role and not (BillingRole.None or BillingRole.Area))
            {
                reading.Note(role, document.RootElement, name);
            }
        }

        return Several(reading);
    }

    private static int? Several(ExtrasReading reading) =>
        reading.Images is { Count: > 1 and <= MaxImages and var count } ? (int)Math.Ceiling(count) : null;

    private string? Member(BillingRole role) => _largest.TryGetValue(role, out var most) ? most.Member : null;

    private int? Number(BillingRole role, int most) =>
        _largest.TryGetValue(role, out var found) ? (int)Math.Clamp(Math.Ceiling(found.Value), 1, most) : null;

    private void Read(JsonElement element, string path, bool inWorkflow, int depth)
    {
        if (depth == 0 || element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // Not every size in a graph is that of an image that is returned.
        var isLatent = !inWorkflow || element.Member("batch_size"u8).ValueKind != JsonValueKind.Undefined;
        foreach (var (name, value) in element.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            var member = path.Length == 0 ? name : $"{path}.{name}";
            if (value.ValueKind == JsonValueKind.Object)
            {
                ReadRepeats(value, inWorkflow);
                Read(value, member, inWorkflow || name == "workflow", depth - 1);
            }
            else if (name == "workflow" && value.AsText() is { } text)
            {
                ReadText(text, member, depth);
            }
            else if (BillingName.GetRole(name) is not BillingRole.None and var role && (!inWorkflow || IsOfGraph(role, isLatent)))
            {
                Note(role, value, member);
            }
        }
    }

    // worker-comfyui takes the graph as a text too.
    private void ReadText(string text, string member, int depth)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            Read(document.RootElement, member, inWorkflow: true, depth - 1);
        }
        catch (JsonException)
        {
            // Its worker will say so.
        }
    }

    private void ReadRepeats(JsonElement node, bool inWorkflow)
    {
        if (inWorkflow && node.Text("class_type"u8) == "RepeatLatentBatch"
            && node.Member("inputs"u8).Member("amount"u8).AsNumber() is > 1 and var amount)
        {
            _repeats *= amount;
        }
    }

    private static bool IsOfGraph(BillingRole role, bool isLatent) =>
        role == BillingRole.Seed || (isLatent && role is BillingRole.Batch or BillingRole.Width or BillingRole.Height);

    private void Note(BillingRole role, JsonElement value, string member)
    {
        switch (role)
        {
            case BillingRole.Prompts:
                Keep(role, value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 1 ? value.GetArrayLength() : null, member);
                break;
            case BillingRole.Area:
                NoteArea(value, member);
                break;
            case BillingRole.AspectRatio:
                AspectRatio ??= value.AsText();
                break;
            case BillingRole.Seed:
                Seed ??= value.AsInteger() is >= 0 and var seed ? seed : null;
                break;
            case BillingRole.Tariff:
                Unpriced ??= value.ValueKind == JsonValueKind.String ? member : null;
                break;
            default:
                Keep(role, value.AsNumber(), member);
                break;
        }
    }

    private void NoteArea(JsonElement value, string member)
    {
        if (SizeText.Read(value) is not { } size)
        {
            Unpriced ??= SizeText.IsLeftToTheModel(value) ? null : member;
            return;
        }

        Keep(BillingRole.Width, size.Width, member);
        Keep(BillingRole.Height, size.Height, member);
        Keep(BillingRole.Area, size.Area, member);
    }

    private void Keep(BillingRole role, double? value, string member)
    {
        if (value is { } number && (!_largest.TryGetValue(role, out var most) || number > most.Value))
        {
            _largest[role] = (number, member);
        }
    }
}
