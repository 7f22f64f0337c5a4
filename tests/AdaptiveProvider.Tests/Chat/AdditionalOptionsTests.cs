using System.Text.Json;
using AdaptiveProvider.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Chat;

public sealed class AdditionalOptionsTests
{
    public static TheoryData<object, double> Numbers => new()
    {
        { 0.5, 0.5 },
        { 0.5f, 0.5 },
        { 2, 2 },
        { 2L, 2 },
        { 2m, 2 },
        { "2.5", 2.5 },
        { JsonDocument.Parse("2.5").RootElement, 2.5 },
        { JsonDocument.Parse("\"2.5\"").RootElement, 2.5 },
    };

    public static TheoryData<object> Nonsense => ["much", true, double.NaN, JsonDocument.Parse("[1]").RootElement, JsonDocument.Parse("true").RootElement, new object()];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_WhateverAFrameworkMadeOfIt_IsRead(object value, double expected)
        => Assert.Equal(expected, new AdditionalOptions(new() { ["adaptive.x"] = value }).Number("adaptive.x"));

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Number_Nonsense_ThrowsNamingTheKey(object value)
    {
        var options = new AdditionalOptions(new() { ["adaptive.x"] = value });

        Assert.Contains("adaptive.x", Assert.Throws<ArgumentException>(() => options.Number("adaptive.x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_AbsentOrNull_IsNull()
    {
        Assert.Null(new AdditionalOptions(null).Number("adaptive.x"));
        Assert.Null(new AdditionalOptions(new() { ["adaptive.x"] = null }).Number("adaptive.x"));
        Assert.Null(new AdditionalOptions(new() { ["adaptive.x"] = JsonDocument.Parse("null").RootElement }).Number("adaptive.x"));
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(1e300)]
    public void Integer_NotAWholeNumber_ThrowsNamingTheKey(double value)
    {
        var options = new AdditionalOptions(new() { ["adaptive.x"] = value });

        Assert.Contains("adaptive.x", Assert.Throws<ArgumentException>(() => options.Integer("adaptive.x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefuseUnread_MistypedKey_ThrowsNamingIt()
    {
        var options = new AdditionalOptions(new AdditionalPropertiesDictionary { ["adaptive.minp"] = 0.1, ["other.minp"] = 0.1 });
        options.Number(AdaptiveOptionKeys.MinP);

        Assert.Contains("adaptive.minp", Assert.Throws<ArgumentException>(options.RefuseUnread).Message, StringComparison.Ordinal);
    }
}
