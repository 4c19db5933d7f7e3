using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit;

/// <summary>Specifies what a call is for; the same fault means something else in each: a lost answer to a submit may be a paid job.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProviderOperation>))]
public enum ProviderOperation
{
    /// <summary>A new job.</summary>
    Submit,

    /// <summary>The state of a job, or anything else that costs nothing.</summary>
    Read,

    /// <summary>The cancellation of a job.</summary>
    Cancel,
}
